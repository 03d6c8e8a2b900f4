package io.datasync.core.masschange;

/**
 * Tells a mass change, such as that of a program that encrypts files or of a failing disk, from ordinary work (D-12). Pure.
 *
 * <p>Changed and renamed files count together, against the archived files that were known: at {@link MassChangeSettings#percent} of them
 * and {@link MassChangeSettings#filesMin} files, both reached, it is one.
 */
public final class MassChangeRule {
    private static final long HUNDRED = 100;

    private final MassChangeSettings settings;

    /** A rule of these limits. */
    public MassChangeRule(MassChangeSettings settings) {
        this.settings = settings;
    }

    /** The verdict on one scan. */
    public ChangeVerdict judge(ScanChanges scan) {
        return reaches(scan.archived(), scan.changed(), scan.renamed())
                ? new ChangeVerdict.MassChange(scan.changed(), scan.renamed())
                : new ChangeVerdict.Ordinary();
    }

    /** Whether new names can make a difference to the verdict, so that somebody who has to count them may spare it. */
    public boolean namesMatter(long archived, long changed, long vanishedRecent) {
        return vanishedRecent > 0 && reaches(archived, changed, vanishedRecent);
    }

    private boolean reaches(long archived, long changed, long renamed) {
        long files = changed + renamed;
        return files >= settings.filesMin() && files >= share(archived);
    }

    /** The least number of files that is so many per cent of all. */
    private long share(long archived) {
        long whole = archived / HUNDRED * settings.percent();
        long rest = archived % HUNDRED * settings.percent();
        return whole + (rest + HUNDRED - 1) / HUNDRED;
    }
}

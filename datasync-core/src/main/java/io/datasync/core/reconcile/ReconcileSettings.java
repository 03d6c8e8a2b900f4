package io.datasync.core.reconcile;

import java.time.Duration;

/**
 * How a reconcile works.
 *
 * @param absence how far apart the two listings are at least that make a file missing; a lease (D-24)
 * @param missingFraction the part of a job's files that may be marked missing without being told to, 0 to 1
 * @param missingFloor so many may be marked missing whatever the fraction says
 * @param allowMissing whether more than that may be: somebody looked at the share
 * @param dryRun whether it only says what it would do
 * @param batchRows rows of one page and of one transaction, 1 to 5,000
 * @param filesMax the most files of one folder; their names are held in memory while it is looked at, about 300 bytes each
 * @param foldersMax the most folders of an archive
 */
public record ReconcileSettings(
        Duration absence,
        double missingFraction,
        long missingFloor,
        boolean allowMissing,
        boolean dryRun,
        int batchRows,
        int filesMax,
        int foldersMax) {
    /** The defaults: 5 minutes; a tenth of the files, or 20 of them, as fewer are ordinary work (compare D-2). */
    public static final ReconcileSettings DEFAULTS =
            new ReconcileSettings(Duration.ofMinutes(5), 0.1, 20, false, false, 1_000, 1_000_000, 100_000);

    /** How often a folder is looked at again that runs keep changing (D-24). */
    static final int ATTEMPTS_MAX = 3;

    public ReconcileSettings {
        if (absence.isNegative() || absence.isZero()) {
            throw new IllegalArgumentException("Two listings are some time apart, not " + absence);
        }
        if (!(missingFraction >= 0 && missingFraction <= 1) || missingFloor < 0) {
            throw new IllegalArgumentException("No part of the files: " + missingFraction + ", " + missingFloor);
        }
        if (batchRows < 1 || batchRows > 5_000) {
            throw new IllegalArgumentException("A batch has 1 to 5,000 rows, not " + batchRows);
        }
        if (filesMax < 1 || foldersMax < 1) {
            throw new IllegalArgumentException("Room for nothing: " + filesMax + ", " + foldersMax);
        }
    }

    /** The same, only saying what it would do. */
    public ReconcileSettings dry() {
        return new ReconcileSettings(
                absence, missingFraction, missingFloor, allowMissing, true, batchRows, filesMax, foldersMax);
    }

    /** The same, marking missing whatever is. */
    public ReconcileSettings allowingMissing() {
        return new ReconcileSettings(
                absence, missingFraction, missingFloor, true, dryRun, batchRows, filesMax, foldersMax);
    }

    /** Whether so many of so many files may be marked missing. */
    boolean mayMiss(long absent, long files) {
        return allowMissing || absent <= Math.max(missingFloor, (long) (missingFraction * files));
    }
}

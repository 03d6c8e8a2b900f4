package io.datasync.core.masschange;

/**
 * From how many changed files on it is a mass change (D-12). Both must be reached.
 *
 * @param percent of the archived files, 1 to 100
 * @param filesMin files, at least 1
 */
public record MassChangeSettings(int percent, long filesMin) {
    /** 20 % and 100 files. */
    public static final MassChangeSettings DEFAULTS = new MassChangeSettings(20, 100);

    public MassChangeSettings {
        if (percent < 1 || percent > 100 || filesMin < 1) {
            throw new IllegalArgumentException("Not possible: " + percent + " %, " + filesMin + " files");
        }
    }
}

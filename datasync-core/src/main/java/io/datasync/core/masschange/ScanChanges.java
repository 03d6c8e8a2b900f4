package io.datasync.core.masschange;

/**
 * What one scan found of the archived files of a job, and what is left undecided of scans before it.
 *
 * @param archived archived files known before the scan
 * @param changed those that were observed otherwise and about which nobody has decided
 * @param vanishedRecent files that vanished although as many older ones are still there: a purge takes the oldest, and never counts
 * @param newNames files that were not known before
 */
public record ScanChanges(long archived, long changed, long vanishedRecent, long newNames) {
    public ScanChanges {
        if (archived < 0 || changed < 0 || vanishedRecent < 0 || newNames < 0) {
            throw new IllegalArgumentException("Not possible: " + archived + " archived, " + changed + " changed, "
                    + vanishedRecent + " vanished, " + newNames + " new");
        }
    }

    /** As many recent names gone as new ones came: each such pair is taken for one renamed file. */
    public long renamed() {
        return Math.min(vanishedRecent, newNames);
    }
}

package io.datasync.core.verify;

import io.datasync.core.index.EntryRow;

/**
 * How a scrub works.
 *
 * @param rotation what is due when
 * @param by who reads
 * @param batchRows rows of one page and of one transaction, 1 to 5,000
 * @param unreadableMax after so many files that could not be read it gives up: then it is the share, and not a file
 */
public record ScrubSettings(Rotation rotation, EntryRow.Checker by, int batchRows, int unreadableMax) {
    /** The server's, every 180 days. */
    public static final ScrubSettings DEFAULTS = new ScrubSettings(Rotation.FILES, EntryRow.Checker.SERVER, 500, 100);

    public ScrubSettings {
        if (batchRows < 1 || batchRows > 5_000) {
            throw new IllegalArgumentException("A batch has 1 to 5,000 rows, not " + batchRows);
        }
        if (unreadableMax < 0) {
            throw new IllegalArgumentException("Fewer than no files: " + unreadableMax);
        }
    }
}

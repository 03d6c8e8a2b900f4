package io.datasync.core.transfer;

import java.time.Duration;

/**
 * Which files are gone on with after an interruption, and what is kept in staging for that (D-14).
 *
 * @param fromBytes files of this size and more; below it, sending again costs less than keeping track
 * @param keep how long an unfinished file is kept in staging, counted from the start of the process that began it
 * @param filesMax how many unfinished files a start keeps at most, the newest; 0 keeps none
 */
public record Resumption(long fromBytes, Duration keep, int filesMax) {
    /** Files of 64 MiB and more; for 7 days; 16 files. */
    public static final Resumption DEFAULTS = new Resumption(64L << 20, Duration.ofDays(7), 16);

    public Resumption {
        if (fromBytes < 1) {
            throw new IllegalArgumentException("fromBytes must be 1 or more, not " + fromBytes);
        }
        if (keep.isNegative() || keep.isZero()) {
            throw new IllegalArgumentException("keep must be more than zero, not " + keep);
        }
        if (filesMax < 0 || filesMax > 10_000) {
            throw new IllegalArgumentException("filesMax must be 0 to 10000, not " + filesMax);
        }
    }
}

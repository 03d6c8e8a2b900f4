package io.datasync.core.purge;

import java.time.Instant;
import java.util.Optional;

/**
 * The most that was deleted at once, in this period of {@value #PERIOD_DAYS} days and in the one before: so a batch is remembered for 90
 * to 180 days, and what a person deleted once is not remembered for ever. Immutable.
 *
 * @param period the number of the period, counted from 1970
 * @param here the most in it
 * @param before the most in the one before it
 */
record LargestBatch(long period, Volume here, Volume before) {
    static final LargestBatch NONE = new LargestBatch(0, Volume.NONE, Volume.NONE);
    private static final int PERIOD_DAYS = 90;
    private static final long PERIOD_SECONDS = PERIOD_DAYS * 86_400L;

    /** With one more batch; a clock that was put back puts it into the period that is known. */
    LargestBatch plus(Volume batch, Instant now) {
        LargestBatch at = at(now);
        return new LargestBatch(at.period, at.here.max(batch), at.before);
    }

    private LargestBatch at(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), PERIOD_SECONDS);
        if (current <= period) {
            return this;
        }
        return new LargestBatch(current, Volume.NONE, current == period + 1 ? here : Volume.NONE);
    }

    /** The largest; empty when none is remembered. */
    Optional<Volume> largest(Instant now) {
        LargestBatch at = at(now);
        Volume largest = at.here.max(at.before);
        return largest.isNone() ? Optional.empty() : Optional.of(largest);
    }
}

package io.datasync.core.scan;

import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import java.time.Duration;
import java.time.Instant;

/**
 * When a file counts as written to its end: once size and time have held still for a quiet period (CORE-2). The file is looked at once
 * more after it was read; this rule only keeps one that is being written from being read in vain.
 *
 * <p>The period runs from the file's modification time, so an old file need not wait. A time that lies in the future says nothing; then
 * it runs from when this size and time were first observed. Pure and thread-safe.
 *
 * @param quietPeriod how long, not negative
 */
public record StillnessRule(Duration quietPeriod) {
    /** Ten seconds. */
    public static final StillnessRule DEFAULT = new StillnessRule(Duration.ofSeconds(10));

    public StillnessRule {
        if (quietPeriod.isNegative()) {
            throw new IllegalArgumentException("A quiet period cannot be negative: " + quietPeriod);
        }
    }

    /**
     * The instant from which the entry counts as still, unless it is seen to change before. A folder always does.
     *
     * @param firstObserved when the entry was first observed with this size and time, by the clock as it goes now: observations from
     *     before a step count as made at the step
     * @param clockSteadySince when the clock last made a step of over 60 s; {@link Instant#MIN} when none is known. A step restarts the
     *     period of every file, since after it no file's age can be told (D-25)
     */
    public Instant stillFrom(SourceEntry entry, Instant firstObserved, Instant clockSteadySince) {
        if (entry.kind() == EntryKind.FOLDER) {
            return Instant.MIN;
        }
        Instant written = Ticks.toInstant(entry.ticks());
        Instant base = written.isAfter(firstObserved) ? firstObserved : written;
        return (base.isBefore(clockSteadySince) ? clockSteadySince : base).plus(quietPeriod);
    }
}

package io.datasync.core.scan;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Notices when the clock is put right by a large step, by holding it against one that only ever runs on (D-25).
 *
 * <p>Between two looks the step is the difference of what both clocks say has passed; so it should be asked often. That the machine slept
 * looks like a step forward, which only makes files wait. Thread-safe, does not block; it knows nothing of the time before it was made.
 */
public final class ClockWatch {
    /** What differs by no more is the ordinary work of a time service. */
    public static final Duration STEP = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private Instant lastTime;
    private long lastNanos;
    private Instant steadySince = Instant.MIN;

    /**
     * Begins to watch.
     *
     * @param clock the clock that may be put right
     * @param nanoTime one that is not, as {@link System#nanoTime}
     */
    public ClockWatch(InstantSource clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        lastTime = clock.instant();
        lastNanos = nanoTime.getAsLong();
    }

    /** Since when the clock has made no step of over {@link #STEP}; {@link Instant#MIN} when none was noticed. */
    public synchronized Instant steadySince() {
        Instant time = clock.instant();
        long nanos = nanoTime.getAsLong();
        Duration step = Duration.between(lastTime, time).minusNanos(nanos - lastNanos);
        if (step.abs().compareTo(STEP) > 0) {
            steadySince = time;
        }
        lastTime = time;
        lastNanos = nanos;
        return steadySince;
    }
}

package io.datasync.core.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Gives out the bandwidth of a timetable, to one after the other. It never waits itself, it says how long to wait. Thread-safe: those who
 * take at the same time share the bandwidth.
 */
public final class BandwidthBudget {
    private final BandwidthTimetable timetable;
    private final InstantSource clock;
    private Instant last;
    private Instant freeAt;

    /** With everything free. */
    public BandwidthBudget(BandwidthTimetable timetable, InstantSource clock) {
        this.timetable = timetable;
        this.clock = clock;
        last = clock.instant();
        freeAt = last;
    }

    /**
     * Takes room for bytes behind those taken before.
     *
     * @param bytes 0 or more
     * @return how long to wait before the first of them may pass; zero or more
     */
    public synchronized Duration take(long bytes) {
        Instant now = clock.instant();
        if (now.isBefore(last)) {
            // The clock was put back; what is waited for has not become longer.
            freeAt = freeAt.minus(Duration.between(now, last));
        }
        last = now;
        Instant begin = freeAt.isAfter(now) ? freeAt : now;
        freeAt = timetable.throughAt(begin, bytes);
        return Duration.between(now, begin);
    }
}

package io.datasync.core.manifest;

import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * Times of files: signed numbers of 100 ns since 1970-01-01T00:00Z, finer times floored (CORE-1).
 *
 * <p>Some file systems keep any 64-bit number of seconds as a file's time. What is beyond 29,000 years from 1970 is taken for the last
 * number there is, so that no file's time can stop a scan.
 */
public final class Ticks {
    private static final long PER_SECOND = 10_000_000L;

    private static final long SECONDS_MAX = Long.MAX_VALUE / PER_SECOND;

    private Ticks() {}

    /** The ticks of a file's time. */
    public static long of(FileTime time) {
        return of(time.toInstant());
    }

    /** The ticks of an instant, floored. */
    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds >= SECONDS_MAX) {
            return Long.MAX_VALUE;
        }
        return seconds <= -SECONDS_MAX ? Long.MIN_VALUE : seconds * PER_SECOND + instant.getNano() / 100;
    }

    /** The instant of a number of ticks. */
    public static Instant toInstant(long ticks) {
        return Instant.ofEpochSecond(Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * 100);
    }
}

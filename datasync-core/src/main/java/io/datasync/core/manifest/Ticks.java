package io.datasync.core.manifest;

import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Times of files: signed numbers of 100 ns since 1970-01-01T00:00Z, finer times floored (CORE-1). */
public final class Ticks {
    private static final long PER_SECOND = 10_000_000L;

    private Ticks() {}

    /** The ticks of a file's time. */
    public static long of(FileTime time) {
        return of(time.toInstant());
    }

    /** The ticks of an instant, floored. */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 100);
    }

    /** The instant of a number of ticks. */
    public static Instant toInstant(long ticks) {
        return Instant.ofEpochSecond(Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * 100);
    }
}

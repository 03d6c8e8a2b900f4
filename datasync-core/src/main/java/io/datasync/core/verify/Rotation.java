package io.datasync.core.verify;

import io.datasync.core.path.PathHash;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Which part of everything is due on which day, so that all of it is, once a period (CORE-6, D-8). Pure; immutable.
 *
 * <p>What is due follows from the path's hash alone. The hashes are cut into as many slices of equal width as the period has days; day {@code d}
 * (days since 1970-01-01) is the turn of slice {@code d mod days}. Since hashes are spread evenly, so is the load. Days that were missed are made
 * up in their order, at most {@code catchUpMax} of them a day, so that after a gap the work of a day is bounded too.
 *
 * <p>The bound: after a gap of {@code g} days, shorter than the period, each slice is at most {@code g} days late, if so many days without
 * another gap follow that {@code catchUpMax - 1} slices a day make it up. So each entry is looked at again within {@code days + g} days.
 *
 * @param days the length of the period, 1 to 3,650
 * @param catchUpMax how many slices one day takes at most, 1 to {@code days}
 */
public record Rotation(int days, int catchUpMax) {
    /** Each archived file is read back every 180 days; up to a week is made up in a day. */
    public static final Rotation FILES = new Rotation(180, 7);

    /** Each folder's summaries are added up anew every 30 days (D-8). */
    public static final Rotation FOLDERS = new Rotation(30, 7);

    private static final int DAYS_MAX = 3_650;

    /** One more than the highest first four bytes of a hash. */
    private static final long SPACE = 1L << 32;

    public Rotation {
        if (days < 1 || days > DAYS_MAX) {
            throw new IllegalArgumentException("A period of " + days + " days");
        }
        if (catchUpMax < 1 || catchUpMax > days) {
            throw new IllegalArgumentException("A day cannot take " + catchUpMax + " slices of " + days);
        }
    }

    /**
     * Consecutive days whose slices are due.
     *
     * @param from the first one
     * @param to the last one; not before the first
     */
    public record Days(long from, long to) {}

    /**
     * What is due on a day.
     *
     * @param today days since 1970-01-01
     * @param doneTo the last day whose slice is done; empty before the first
     * @return empty when today's slice is done
     */
    public Optional<Days> due(long today, Optional<Long> doneTo) {
        if (doneTo.isEmpty()) {
            return Optional.of(new Days(today, today));
        }
        // A whole period that was missed is one period's work: what is older is the same slices again.
        long from = Math.max(doneTo.get() + 1, today - days + 1);
        long to = Math.min(today, from + catchUpMax - 1);
        return from > to ? Optional.empty() : Optional.of(new Days(from, to));
    }

    /** The slice whose turn a day is, from 0. */
    public int slice(long day) {
        return Math.floorMod(day, days);
    }

    /** The slice of a hash. */
    public int slice(PathHash hash) {
        long first = ByteBuffer.wrap(hash.bytes()).getInt() & (SPACE - 1);
        return (int) (first * days / SPACE);
    }

    /** The last key before a slice; empty for the first one. */
    public Optional<PathHash> before(int slice) {
        return slice == 0 ? Optional.empty() : Optional.of(last(slice - 1));
    }

    /** The last key of a slice. */
    public PathHash last(int slice) {
        // The smallest first four bytes of the next slice, less one.
        long next = ((slice + 1) * SPACE + days - 1) / days;
        ByteBuffer key = ByteBuffer.allocate(PathHash.BYTES).putInt((int) (next - 1));
        while (key.hasRemaining()) {
            key.put((byte) 0xff);
        }
        return PathHash.ofHash(key.array());
    }
}

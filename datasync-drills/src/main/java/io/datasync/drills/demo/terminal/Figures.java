package io.datasync.drills.demo.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them: counts in full, bytes in decimal units, at most three figures, times in two units at most. */
public final class Figures {
    private static final List<String> BYTE_UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB", "EB");

    private Figures() {}

    /** A count in full: {@code 412,620}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count of files: {@code 1 file}, {@code 412 files}. */
    public static String files(long count) {
        return count(count) + (count == 1 ? " file" : " files");
    }

    /** A size: {@code 512 bytes}, {@code 8.2 kB}, {@code 214 MB}. */
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (unit < BYTE_UNITS.size() - 1 && rounded(value).doubleValue() >= 1000) {
            value /= 1000;
            unit++;
        }
        return plain(value) + " " + BYTE_UNITS.get(unit);
    }

    /** How long something took: {@code 8.6 s}, {@code 1 min 10 s}, {@code 5 h 22 min}. */
    public static String duration(Duration took) {
        long tenths = Math.round(took.toMillis() / 100.0);
        if (tenths < 600) {
            return plain(tenths / 10.0) + " s";
        }
        long seconds = tenths / 10;
        if (seconds < 3600) {
            return two(seconds / 60, " min", seconds % 60, " s");
        }
        return two(seconds / 3600, " h", seconds % 3600 / 60, " min");
    }

    /** How many in a second: {@code 1,302} or {@code 0.4}; {@code 0} when no time passed. */
    public static String perSecond(long count, Duration in) {
        double rate = rate(count, in);
        return rate >= 100 ? count(Math.round(rate)) : plain(rate);
    }

    /** Bytes in a second: {@code 18 MB/s}. */
    public static String bytesPerSecond(long bytes, Duration in) {
        return bytes(Math.round(rate(bytes, in))) + "/s";
    }

    private static double rate(long count, Duration in) {
        return in.isZero() || in.isNegative() ? 0 : count / (in.toNanos() / 1e9);
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }

    /** One digit after the point below a hundred, none from there on, and never a zero there. */
    private static String plain(double value) {
        return rounded(value).stripTrailingZeros().toPlainString();
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(value < 99.95 ? 1 : 0, RoundingMode.HALF_UP);
    }
}

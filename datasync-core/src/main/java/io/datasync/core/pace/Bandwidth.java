package io.datasync.core.pace;

/**
 * How many bytes may pass in a second.
 *
 * @param bytesPerSecond at least {@value #LEAST}: an archive that stands still all day loses files; {@link Long#MAX_VALUE} for no limit
 */
public record Bandwidth(long bytesPerSecond) {
    /** The lowest limit, 1 KiB/s. */
    public static final long LEAST = 1 << 10;

    /** No limit. */
    public static final Bandwidth UNLIMITED = new Bandwidth(Long.MAX_VALUE);

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

    public Bandwidth {
        if (bytesPerSecond < LEAST) {
            throw new IllegalArgumentException("A bandwidth is at least 1KiB/s, not " + bytesPerSecond + "B/s");
        }
    }

    /** Whether there is no limit. */
    public boolean isUnlimited() {
        return bytesPerSecond == Long.MAX_VALUE;
    }

    /** As it is written in a timetable, such as {@code 2MiB/s} or {@code unlimited}. */
    @Override
    public String toString() {
        if (isUnlimited()) {
            return "unlimited";
        }
        long value = bytesPerSecond;
        int unit = 0;
        while (unit < UNITS.length - 1 && value % 1024 == 0) {
            value /= 1024;
            unit++;
        }
        return value + UNITS[unit] + "/s";
    }
}

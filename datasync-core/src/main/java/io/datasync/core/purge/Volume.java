package io.datasync.core.purge;

/**
 * A number of files with their bytes: the two things that a limit may count.
 *
 * @param files how many, at least 0
 * @param bytes their bytes, at least 0
 */
public record Volume(long files, long bytes) {
    /** No file. */
    public static final Volume NONE = new Volume(0, 0);

    public Volume {
        if (files < 0 || bytes < 0) {
            throw new IllegalArgumentException("Not possible: " + files + " files of " + bytes + " bytes");
        }
    }

    /** Both together; what is beyond the largest number is that number. */
    public Volume plus(Volume other) {
        return new Volume(sum(files, other.files), sum(bytes, other.bytes));
    }

    /** This without the other, of each at least 0. */
    public Volume less(Volume other) {
        return new Volume(Math.max(0, files - other.files), Math.max(0, bytes - other.bytes));
    }

    /** The larger of each. */
    public Volume max(Volume other) {
        return new Volume(Math.max(files, other.files), Math.max(bytes, other.bytes));
    }

    /** The smaller of each. */
    public Volume min(Volume other) {
        return new Volume(Math.min(files, other.files), Math.min(bytes, other.bytes));
    }

    /** Whether there is neither a file nor a byte. */
    public boolean isNone() {
        return files == 0 && bytes == 0;
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}

package io.datasync.core.store;

import io.datasync.core.digest.Digest;

/**
 * The name of an earlier content of a file below {@code .datasync/versions/<path>/}: {@code <ticks>-<first 16 digits of the digest>}.
 * It follows from the content alone, so that a repeat after a lost answer finds itself done (D-6).
 *
 * @param ticks the modification time of that content
 * @param digest its SHA-256
 */
public record VersionName(long ticks, Digest digest) {
    private static final int DIGITS = 16;

    /** The file's name. */
    public String text() {
        return ticks + "-" + digest.hex().substring(0, DIGITS);
    }

    @Override
    public String toString() {
        return text();
    }
}

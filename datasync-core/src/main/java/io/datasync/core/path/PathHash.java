package io.datasync.core.path;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key of a path in the index: the first 16 bytes of the SHA-256 of its bytes (D-30).
 *
 * <p>Ordered by its unsigned bytes, the order in which a batch is written. Immutable and thread-safe.
 */
public final class PathHash implements Comparable<PathHash> {
    /** Its length in bytes. */
    public static final int BYTES = 16;

    private final byte[] bytes;

    private PathHash(byte[] bytes) {
        this.bytes = bytes;
    }

    static PathHash of(byte[] pathBytes) {
        try {
            return new PathHash(
                    Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(pathBytes), BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The hash of these {@value #BYTES} bytes, as read from an index. */
    public static PathHash ofHash(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("A path hash has " + BYTES + " bytes, not " + hash.length);
        }
        return new PathHash(hash.clone());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(PathHash other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}

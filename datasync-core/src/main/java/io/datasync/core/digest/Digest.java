package io.datasync.core.digest;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest: 32 bytes. Immutable and thread-safe; ordered by nothing. */
public final class Digest {
    /** Its length in bytes. */
    public static final int BYTES = 32;

    /** The digest of no bytes at all: that of an empty file, and of a folder. */
    public static final Digest OF_NOTHING = new Digest(sha256().digest());

    /** Stands where no digest is known; no content has it. */
    public static final Digest UNKNOWN = new Digest(new byte[BYTES]);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The digest of these {@value #BYTES} bytes. */
    public static Digest of(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("A digest has " + BYTES + " bytes, not " + digest.length);
        }
        return new Digest(digest.clone());
    }

    /**
     * The digest of 64 hexadecimal digits in lower case.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} for anything else
     */
    public static Digest parse(String hex) throws SyncException {
        if (hex.length() == 2 * BYTES && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return new Digest(HexFormat.of().parseHex(hex));
        }
        throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not a SHA-256 digest in hexadecimal: " + hex);
    }

    /**
     * The digest of everything that is left in a stream, which is not closed.
     *
     * @throws IOException as the stream
     */
    public static Digest ofAll(InputStream in) throws IOException {
        MessageDigest sha = sha256();
        byte[] buffer = new byte[64 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            sha.update(buffer, 0, n);
        }
        return new Digest(sha.digest());
    }

    /** A new engine that computes one. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** 64 hexadecimal digits in lower case. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && Arrays.equals(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}

package io.datasync.core.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * The digest of an entry, the summand of a folder's digest (D-8).
 *
 * <p>SHA-256 over six fields, each preceded by its length as a big-endian 32-bit number: the version {@code 1} (one byte), the path's
 * bytes, the kind's letter (one byte), the size and the ticks (big-endian, 64 bits each), the content digest (32 bytes). The encoding
 * is published with test vectors in {@code docs/reference/entry-digest.md}; changing it is a new version.
 */
public final class EntryDigest {
    private static final byte VERSION = 1;

    private EntryDigest() {}

    /** The digest of an entry whose content has this digest. */
    public static Digest of(SourceEntry entry, Digest content) {
        MessageDigest sha = Digest.sha256();
        field(sha, VERSION);
        field(sha, entry.path().bytes());
        field(sha, String.valueOf(entry.kind().letter()).getBytes(UTF_8));
        field(sha, ByteBuffer.allocate(Long.BYTES).putLong(entry.sizeBytes()).array());
        field(sha, ByteBuffer.allocate(Long.BYTES).putLong(entry.ticks()).array());
        field(sha, content.bytes());
        return Digest.of(sha.digest());
    }

    private static void field(MessageDigest sha, byte... value) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        sha.update(value);
    }
}

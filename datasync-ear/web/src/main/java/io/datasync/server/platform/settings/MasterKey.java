package io.datasync.server.platform.settings;

import io.datasync.core.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key under which this installation's secrets lie in the database: 256 random bits (SEC-3). Never prints itself (I-10). Immutable. */
public final class MasterKey {
    /** Its length. */
    public static final int BYTES = 32;

    private static final int ID_CHARS = 16;

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    /**
     * A key of {@value #BYTES} bytes.
     *
     * @throws IllegalArgumentException for another length
     */
    public static MasterKey of(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException(
                    "a master key is " + BYTES + " bytes in base64, these are " + key.length);
        }
        return new MasterKey(key.clone());
    }

    /**
     * The key that this text is, in base64 with or without its padding.
     *
     * @throws IllegalArgumentException when it is none; the message does not show the text
     */
    public static MasterKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException hidden) {
            // Its message would show a character of the key.
            bytes = new byte[0];
        }
        return of(bytes);
    }

    /** What the key is called: half of a SHA-256, of which nobody gets back to the key. */
    public String id() {
        MessageDigest digest = Digest.sha256();
        digest.update("datasync master key\n".getBytes(StandardCharsets.US_ASCII));
        return Digest.of(digest.digest(key)).hex().substring(0, ID_CHARS);
    }

    /** For AES. */
    public SecretKey aes() {
        return new SecretKeySpec(key, "AES");
    }

    /** As {@link #parse} reads it; for its file alone. */
    public String base64() {
        return Base64.getEncoder().encodeToString(key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "master key " + id();
    }
}

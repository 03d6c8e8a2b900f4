package io.datasync.core.key;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.regex.Pattern;

/**
 * The name of a public key, derived from it. It finds a key; it is no proof of one.
 *
 * @param text the first 16 hexadecimal digits, in lower case, of the SHA-256 of the key's X.509 form
 */
public record KeyId(String text) {
    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{16}");

    public KeyId {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("Not an id of a key: " + text);
        }
    }

    /** The id of a public key in its X.509 form. */
    public static KeyId of(byte[] x509) {
        return new KeyId(Digest.of(Digest.sha256().digest(x509)).hex().substring(0, 16));
    }

    /**
     * The id of text that came from elsewhere.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when it is not one
     */
    public static KeyId parse(String text) throws SyncException {
        if (!ALLOWED.matcher(text).matches()) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not an id of a key: " + text);
        }
        return new KeyId(text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.datasync.core.key;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Base64;

/**
 * An Ed25519 signature.
 *
 * @param text its 64 bytes in base64
 */
public record SignatureValue(String text) {
    /** Its length in bytes. */
    public static final int BYTES = 64;

    public SignatureValue {
        if (!isOne(text)) {
            throw new IllegalArgumentException("Not a signature: " + text);
        }
    }

    /** The signature of these {@value #BYTES} bytes. */
    public static SignatureValue of(byte[] bytes) {
        return new SignatureValue(Base64.getEncoder().encodeToString(bytes));
    }

    /**
     * The signature of text that came from elsewhere.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when it is not one, or not the one text of it
     */
    public static SignatureValue parse(String text) throws SyncException {
        if (!isOne(text)) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not a signature: " + text);
        }
        return new SignatureValue(text);
    }

    private static boolean isOne(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == BYTES
                    && Base64.getEncoder().encodeToString(bytes).equals(text);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** The bytes. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(text);
    }
}

package io.datasync.core.key;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The X.509 form of an Ed25519 key, and what it verifies. */
final class PublicKeyForm {
    static final String ALGORITHM = "Ed25519";

    /** What stands before the 32 bytes of a key (RFC 8410). */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int BYTES = PREFIX.length + 32;

    private PublicKeyForm() {}

    /**
     * The bytes of this text.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when it is not the one text of an Ed25519 key
     */
    static byte[] parse(String base64) throws SyncException {
        try {
            byte[] x509 = Base64.getDecoder().decode(base64);
            if (x509.length == BYTES
                    && Arrays.equals(x509, 0, PREFIX.length, PREFIX, 0, PREFIX.length)
                    && Base64.getEncoder().encodeToString(x509).equals(base64)) {
                key(x509);
                return x509;
            }
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new SyncException(ErrorCode.MESSAGE_MALFORMED, false, "Not an Ed25519 key: " + base64, e);
        }
        throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not an Ed25519 key: " + base64);
    }

    private static PublicKey key(byte[] x509) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
    }

    static boolean verifies(byte[] x509, byte[] bytes, SignatureValue value) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key(x509));
            signature.update(bytes);
            return signature.verify(value.bytes());
        } catch (SignatureException notOne) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }
}

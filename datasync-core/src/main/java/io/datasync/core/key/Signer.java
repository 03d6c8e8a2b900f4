package io.datasync.core.key;

/**
 * Holds a private key and signs with it.
 *
 * <p>An implementation guarantees that what it signs is verified by the public key of that id, that the same bytes give the same signature
 * (Ed25519 uses no chance), and that the private key shows nowhere, not in {@code toString} either (I-10).
 *
 * <p>Thread-safe; does not block for longer than it takes to compute; never fails for any bytes.
 */
public interface Signer {
    /** The X.509 form of the public key, in base64. */
    String publicKey();

    /** The id of the public key. */
    KeyId keyId();

    /** The Ed25519 signature of these bytes (RFC 8032), which are all held in memory several times while it is made: sign short texts. */
    SignatureValue sign(byte[] bytes);
}

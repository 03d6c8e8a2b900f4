package io.datasync.core.key;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs with a private key in memory. Immutable and thread-safe. */
public final class Ed25519Signer implements Signer {
    private final PrivateKey privateKey;
    private final String publicKey;
    private final KeyId keyId;

    private Ed25519Signer(PrivateKey privateKey, String publicKey, KeyId keyId) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.keyId = keyId;
    }

    /**
     * A signer with this pair of keys.
     *
     * @param pkcs8 the PKCS #8 form of the private key
     * @param x509 the X.509 form of the public key
     * @throws SyncException {@code MESSAGE_MALFORMED} when one of them is no Ed25519 key, or they are no pair
     */
    public static Ed25519Signer of(byte[] pkcs8, byte[] x509) throws SyncException {
        byte[] checked = PublicKeyForm.parse(Base64.getEncoder().encodeToString(x509));
        Ed25519Signer signer;
        try {
            PrivateKey key =
                    KeyFactory.getInstance(PublicKeyForm.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            signer = new Ed25519Signer(key, Base64.getEncoder().encodeToString(checked), KeyId.of(checked));
        } catch (GeneralSecurityException e) {
            throw new SyncException(ErrorCode.MESSAGE_MALFORMED, false, "Not a private key of Ed25519", e);
        }
        byte[] probe = "datasync probe of a pair of keys".getBytes(StandardCharsets.US_ASCII);
        if (!PublicKeyForm.verifies(checked, probe, signer.sign(probe))) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not a pair of keys: " + signer.keyId);
        }
        return signer;
    }

    @Override
    public String publicKey() {
        return publicKey;
    }

    @Override
    public KeyId keyId() {
        return keyId;
    }

    @Override
    public SignatureValue sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(PublicKeyForm.ALGORITHM);
            signature.initSign(privateKey);
            signature.update(bytes);
            return SignatureValue.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key " + keyId + " cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return "signer " + keyId;
    }
}

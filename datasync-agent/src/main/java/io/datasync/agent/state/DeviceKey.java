package io.datasync.agent.state;

import io.datasync.core.key.KeyId;
import io.datasync.core.key.SignatureValue;
import io.datasync.core.key.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The Ed25519 key pair of a PC, made on it (D-27). It signs registrations, and certificates of sealed folders (D-9). Immutable; never
 * prints its private half.
 */
public final class DeviceKey implements Signer {
    private static final String ALGORITHM = "Ed25519";

    private final byte[] privateForm;
    private final byte[] publicForm;

    /** A key from its PKCS #8 and X.509 forms. */
    DeviceKey(byte[] privateForm, byte[] publicForm) {
        this.privateForm = privateForm.clone();
        this.publicForm = publicForm.clone();
    }

    /** A new key. */
    static DeviceKey make(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair pair = generator.generateKeyPair();
            return new DeviceKey(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }

    @Override
    public String publicKey() {
        return Base64.getEncoder().encodeToString(publicForm);
    }

    @Override
    public KeyId keyId() {
        return KeyId.of(publicForm);
    }

    String privateKey() {
        return Base64.getEncoder().encodeToString(privateForm);
    }

    @Override
    public SignatureValue sign(byte[] bytes) {
        try {
            PrivateKey key = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(privateForm));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(bytes);
            return SignatureValue.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The device key cannot sign", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeviceKey key
                && Arrays.equals(publicForm, key.publicForm)
                && Arrays.equals(privateForm, key.privateForm);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicForm);
    }

    @Override
    public String toString() {
        return "device key " + publicKey();
    }
}

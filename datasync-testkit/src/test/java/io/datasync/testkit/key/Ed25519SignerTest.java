package io.datasync.testkit.key;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.Signer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

class Ed25519SignerTest implements SignerContract {
    private final KeyPair pair = pair();

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Signer signer() {
        try {
            return Ed25519Signer.of(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String privateKey() {
        return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    }
}

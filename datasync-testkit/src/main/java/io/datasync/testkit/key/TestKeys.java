package io.datasync.testkit.key;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunnerId;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;

/** New keys for tests, and their public halves. */
public final class TestKeys {
    private TestKeys() {}

    /** A signer with a new key. */
    public static Signer signer() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return Ed25519Signer.of(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (NoSuchAlgorithmException | SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The device key of a runner, good from 1970 on. */
    public static VerificationKey agent(RunnerId runner, Signer signer) {
        return new VerificationKey(
                KeyUse.AGENT, Optional.of(runner), signer.publicKey(), Instant.EPOCH, Optional.empty());
    }

    /** The server's key, good from 1970 on. */
    public static VerificationKey server(Signer signer) {
        return new VerificationKey(
                KeyUse.SERVER, Optional.empty(), signer.publicKey(), Instant.EPOCH, Optional.empty());
    }
}

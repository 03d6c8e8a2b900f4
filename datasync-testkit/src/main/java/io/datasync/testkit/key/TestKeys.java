package io.datasync.testkit.key;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunnerId;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Optional;

/** New keys for tests, and their public halves. */
public final class TestKeys {
    private TestKeys() {}

    /** A signer with a new key. */
    public static Signer signer() {
        try {
            return of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (NoSuchAlgorithmException | SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signer that this seed gives, always the same. */
    public static Signer signer(long seed) {
        try {
            // Given its seed before anything else, this generator adds none of its own.
            SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(seed);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            return of(generator.generateKeyPair());
        } catch (GeneralSecurityException | SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Signer of(KeyPair pair) throws SyncException {
        return Ed25519Signer.of(pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
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

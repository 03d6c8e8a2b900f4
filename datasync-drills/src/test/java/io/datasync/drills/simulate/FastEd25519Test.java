package io.datasync.drills.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Ed25519Signer;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.SignatureValue;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.testkit.key.SignerContract;
import io.datasync.testkit.key.TestKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Security;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The Ed25519 of the simulation")
class FastEd25519Test implements SignerContract {
    private static final byte[] BYTES = "statement".getBytes(UTF_8);

    private final Signer ofJava = TestKeys.signer(7);
    private final SignatureValue before = ofJava.sign(BYTES);
    private final KeyPair pair = pair();

    private static KeyPair pair() {
        FastEd25519.install();
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void remove() {
        Security.removeProvider(FastEd25519.NAME);
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

    @Test
    @DisplayName("D-9 gives the keys and signatures that Java's own gives, and each verifies the other's")
    void theSame() {
        var key = new VerificationKey(
                KeyUse.SERVER, Optional.empty(), ofJava.publicKey(), Instant.EPOCH, Optional.empty());
        Signer here = TestKeys.signer(7);
        assertThat(here.publicKey()).isEqualTo(ofJava.publicKey());
        assertThat(here.sign(BYTES)).isEqualTo(before);
        assertThat(key.verifies(BYTES, before)).isTrue();
        remove();
        assertThat(key.verifies(BYTES, here.sign(BYTES))).isTrue();
    }

    @Test
    @DisplayName("is asked first, and for nothing else")
    void nothingElse() throws GeneralSecurityException {
        assertThat(Signature.getInstance("Ed25519").getProvider().getName()).isEqualTo(FastEd25519.NAME);
        assertThat(MessageDigest.getInstance("SHA-256").getProvider().getName()).isNotEqualTo(FastEd25519.NAME);
    }
}

package io.datasync.testkit.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.key.KeyId;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.SignatureValue;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link Signer} guarantees. */
public interface SignerContract {
    /** The signer under test; always with the same key. */
    Signer signer();

    /** The PKCS #8 form of its private key in base64, which must show nowhere. */
    String privateKey();

    private static boolean holds(Signer signer, byte[] bytes, SignatureValue signature) {
        return new VerificationKey(KeyUse.SERVER, Optional.empty(), signer.publicKey(), Instant.EPOCH, Optional.empty())
                .verifies(bytes, signature);
    }

    @Test
    @DisplayName("D-9 what it signs is verified by its public key, and nothing else is")
    default void itsSignatureHolds() {
        var random = new Random(1);
        for (int length : List.of(0, 1, 63, 64, 65, 600)) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            SignatureValue signature = signer().sign(bytes);
            assertThat(holds(signer(), bytes, signature)).isTrue();
            byte[] longer = new byte[length + 1];
            System.arraycopy(bytes, 0, longer, 0, length);
            assertThat(holds(signer(), longer, signature)).isFalse();
            byte[] other = signature.bytes();
            other[random.nextInt(other.length)] ^= 1;
            assertThat(holds(signer(), bytes, SignatureValue.of(other))).isFalse();
        }
    }

    @Test
    @DisplayName("I-12 the same bytes give the same signature, and are not changed by it")
    default void itsSignatureIsAlwaysTheSame() {
        byte[] bytes = "statement".getBytes(UTF_8);
        assertThat(signer().sign(bytes)).isEqualTo(signer().sign(bytes.clone()));
        assertThat(bytes).asString(UTF_8).isEqualTo("statement");
    }

    @Test
    @DisplayName("D-9 its key id is derived from its public key")
    default void itsKeyIdIsThatOfItsKey() {
        assertThat(signer().keyId()).isEqualTo(KeyId.of(Base64.getDecoder().decode(signer().publicKey())));
    }

    @Test
    @DisplayName("I-10 its private key does not show")
    default void itsPrivateKeyDoesNotShow() {
        byte[] form = Base64.getDecoder().decode(privateKey());
        String secret =
                Base64.getEncoder().withoutPadding().encodeToString(form).substring(24);
        assertThat(signer().toString()).doesNotContain(secret).doesNotContain(privateKey());
    }

    @Test
    @DisplayName("It signs in many threads at once")
    default void threads() {
        Signer signer = signer();
        byte[] bytes = "statement".getBytes(UTF_8);
        SignatureValue expected = signer.sign(bytes);
        assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> signer.sign(bytes)))
                .containsOnly(expected);
    }
}

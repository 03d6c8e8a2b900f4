package io.datasync.core.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("D-9 public keys, their validity, and who trusts them")
class VerificationKeyTest {
    private static final Instant FROM = Instant.parse("2026-01-02T03:04:05Z");
    private static final RunnerId RUNNER = new RunnerId("pc-1");
    private static final KeyPair PAIR = pair();
    private static final String PUBLIC =
            Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());
    private static final VerificationKey KEY =
            new VerificationKey(KeyUse.AGENT, Optional.of(RUNNER), PUBLIC, FROM, Optional.empty());

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(ThrowingCallable call, ErrorCode code, String why) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }

    @Test
    void itIsWrittenAndReadInOneForm() throws Exception {
        var server = new VerificationKey(KeyUse.SERVER, Optional.empty(), PUBLIC, FROM, Optional.of(FROM.plusNanos(1)));
        for (VerificationKey key : List.of(KEY, KEY.until(FROM.plusSeconds(9)), server)) {
            byte[] bytes = VerificationKeyJson.write(key);
            assertThat(VerificationKeyJson.read(bytes)).isEqualTo(key);
            Property.holds(300, random -> {
                byte[] changed = bytes.clone();
                changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
                try {
                    assertThat(VerificationKeyJson.write(VerificationKeyJson.read(changed)))
                            .isEqualTo(changed);
                } catch (SyncException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.KEY_MALFORMED);
                }
                byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                refused(() -> VerificationKeyJson.read(cut), ErrorCode.KEY_MALFORMED, "The public key at byte ");
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"keyId\":\" | \"keyId\":\"0123456789abcdef\",\"x\":\" | should read",
                "\"use\":\"agent\" | \"use\":\"server\" | only the key of an agent",
                "\"use\":\"agent\" | \"use\":\"both\" | Not a use",
                "\"runner\":\"pc-1\" | \"runner\":null | only the key of an agent",
                "MCowBQYDK2VwAyEA | MCowBQYDK2VuAyEA | Not an Ed25519 key",
                "\"validUntil\":null | \"validUntil\":\"\" | not a time",
                "\"validUntil\":null | \"validUntil\":nil | should read",
            })
    void whatIsWrongIsSaid(String right, String wrong, String why) {
        String json = new String(VerificationKeyJson.write(KEY), UTF_8);
        assertThat(json).contains(right);
        refused(
                () -> VerificationKeyJson.read(json.replace(right, wrong).getBytes(UTF_8)),
                ErrorCode.KEY_MALFORMED,
                why);
    }

    @Test
    void theIdIsThatOfTheKey() {
        String json = new String(VerificationKeyJson.write(KEY), UTF_8);
        String other = json.replace(KEY.keyId().text(), "0123456789abcdef");
        refused(() -> VerificationKeyJson.read(other.getBytes(UTF_8)), ErrorCode.KEY_MALFORMED, "it is not the key");
        refused(
                () -> VerificationKeyJson.read(new byte[VerificationKeyJson.BYTES_MAX + 1]),
                ErrorCode.KEY_MALFORMED,
                "should read");
    }

    @Test
    void itCountsFromItsBeginningToItsEnd() {
        VerificationKey key = KEY.until(FROM.plusSeconds(10));
        assertThat(key.isValidAt(FROM.minusNanos(1))).isFalse();
        assertThat(key.isValidAt(FROM)).isTrue();
        assertThat(key.isValidAt(FROM.plusSeconds(10).minusNanos(1))).isTrue();
        assertThat(key.isValidAt(FROM.plusSeconds(10))).isFalse();
        assertThat(KEY.isValidAt(Instant.MAX)).isTrue();
    }

    @Test
    void onlyAnAgentsKeyIsOfARunner() {
        for (KeyUse use : KeyUse.values()) {
            Optional<RunnerId> wrong = use == KeyUse.AGENT ? Optional.empty() : Optional.of(RUNNER);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new VerificationKey(use, wrong, PUBLIC, FROM, Optional.empty()));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VerificationKey(KeyUse.SERVER, Optional.empty(), "AAAA", FROM, Optional.empty()))
                .withMessageContaining("AAAA");
        byte[] bits = Base64.getDecoder().decode(PUBLIC);
        char last = PUBLIC.charAt(PUBLIC.length() - 2);
        String otherText = PUBLIC.substring(0, PUBLIC.length() - 2) + (char) (last + 1) + "=";
        assertThat(Base64.getDecoder().decode(otherText))
                .as("the same key, in another text")
                .isEqualTo(bits);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new VerificationKey(KeyUse.SERVER, Optional.empty(), otherText, FROM, Optional.empty()));
    }

    @Test
    void aRingTrustsEachKeyOnce() throws Exception {
        KeyRing ring = KeyRing.of(List.of(KEY, KEY));
        assertThat(ring.size()).isEqualTo(1);
        assertThat(ring.find(KEY.keyId())).contains(KEY);
        assertThat(ring.find(new KeyId("0123456789abcdef"))).isEmpty();
        refused(
                () -> KeyRing.of(List.of(KEY, KEY.until(FROM.plusSeconds(1)))),
                ErrorCode.KEY_MALFORMED,
                KEY.keyId().text());
    }

    @Test
    void aSignerIsAPairOfKeys() throws Exception {
        byte[] own = PAIR.getPrivate().getEncoded();
        byte[] known = PAIR.getPublic().getEncoded();
        assertThat(Ed25519Signer.of(own, known).keyId()).isEqualTo(KEY.keyId());
        refused(
                () -> Ed25519Signer.of(pair().getPrivate().getEncoded(), known),
                ErrorCode.MESSAGE_MALFORMED,
                "Not a pair of keys");
        refused(() -> Ed25519Signer.of(known, known), ErrorCode.MESSAGE_MALFORMED, "Not a private key");
        refused(() -> Ed25519Signer.of(own, own), ErrorCode.MESSAGE_MALFORMED, "Not an Ed25519 key");
        assertThatThrownBy(() -> Ed25519Signer.of(known, known))
                .as("I-10 no key in a message")
                .hasMessage("Not a private key of Ed25519");
    }

    @Test
    void textThatIsNoneIsRefused() {
        for (String wrong : List.of("", "0123456789abcde", "0123456789ABCDEF", "0123456789abcdefa")) {
            refused(() -> KeyId.parse(wrong), ErrorCode.MESSAGE_MALFORMED, "Not an id of a key");
            assertThatIllegalArgumentException().isThrownBy(() -> new KeyId(wrong));
        }
        String zeros = Base64.getEncoder().encodeToString(new byte[64]);
        for (String wrong : List.of("", "AAAA", "?", zeros.replace("A==", "B=="), zeros.replace("==", ""))) {
            refused(() -> SignatureValue.parse(wrong), ErrorCode.MESSAGE_MALFORMED, "Not a signature");
            assertThatIllegalArgumentException().isThrownBy(() -> new SignatureValue(wrong));
        }
        assertThat(KEY.verifies(new byte[0], new SignatureValue(zeros))).isFalse();
    }
}

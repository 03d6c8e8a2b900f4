package io.datasync.core.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    @DisplayName("CORE-6 the digest of no bytes is SHA-256's")
    void digestOfNothing() throws Exception {
        assertThat(Digest.OF_NOTHING).hasToString(OF_NOTHING);
        assertThat(Digest.parse(OF_NOTHING)).isEqualTo(Digest.OF_NOTHING).hasSameHashCodeAs(Digest.OF_NOTHING);
        assertThat(Digest.of(Digest.sha256().digest())).isEqualTo(Digest.OF_NOTHING);
    }

    @Test
    @DisplayName("a digest comes back from its hexadecimal form and its bytes")
    void roundTrip() {
        Property.holds(200, random -> {
            byte[] bytes = new byte[Digest.BYTES];
            random.nextBytes(bytes);
            Digest digest = Digest.of(bytes);

            assertThat(Digest.parse(digest.hex())).isEqualTo(digest);
            bytes[0]++;
            assertThat(Digest.of(bytes)).isNotEqualTo(digest);
            digest.bytes()[0]++;
            assertThat(Digest.parse(digest.hex())).isEqualTo(digest);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e3b0",
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g",
                " e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85٣"
            })
    @DisplayName("a digest has one text, so that equal digests are equal strings")
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_MALFORMED));
        assertThatThrownBy(() -> Digest.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.datasync.server.security.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.server.platform.settings.MasterKey;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SEC-3 secrets in the database")
class SecretCipherTest {
    private static final byte[] SECRET = "the secret itself".getBytes(UTF_8);

    private final SecretCipher cipher = cipher(1);

    private static SecretCipher cipher(int seed) {
        byte[] key = new byte[MasterKey.BYTES];
        Arrays.fill(key, (byte) seed);
        return new SecretCipher(MasterKey.of(key));
    }

    @Test
    @DisplayName("I-10 are not in the clear, and the same one gives other bytes each time")
    void notInTheClear() {
        byte[] sealed = cipher.seal("a", SECRET);
        assertThat(new String(sealed, ISO_8859_1)).doesNotContain("secret");
        assertThat(sealed).isNotEqualTo(cipher.seal("a", SECRET));
        assertThat(cipher.open("a", sealed)).hasValue(SECRET);
    }

    @Test
    @DisplayName("open under their own key and their own name alone")
    void openUnderTheirOwnKeyAndName() {
        byte[] sealed = cipher.seal("a", SECRET);
        assertThat(cipher(2).open("a", sealed)).isEmpty();
        assertThat(cipher.open("b", sealed)).isEmpty();
    }

    @Test
    @DisplayName("do not open when a bit of them was changed or a part is missing, wherever")
    void damaged() {
        byte[] sealed = cipher.seal("a", SECRET);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(cipher.open("a", changed)).as("byte %d", i).isEmpty();
            assertThat(cipher.open("a", Arrays.copyOf(sealed, i)))
                    .as("the first %d bytes", i)
                    .isEmpty();
        }
    }
}

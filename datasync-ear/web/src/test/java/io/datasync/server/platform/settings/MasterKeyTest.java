package io.datasync.server.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
    private static final byte[] BYTES = new byte[MasterKey.BYTES];

    @Test
    @DisplayName("SEC-3 a key goes through its text, with padding or without, and has one name")
    void throughItsText() {
        MasterKey key = MasterKey.of(BYTES);
        assertThat(MasterKey.parse(key.base64())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(MasterKey.parse(" " + key.base64().replace("=", "") + "\n")).isEqualTo(key);
        assertThat(key.id()).hasSize(16).isEqualTo(MasterKey.of(BYTES).id());
        byte[] other = BYTES.clone();
        other[31] = 1;
        assertThat(MasterKey.of(other)).isNotEqualTo(key);
        assertThat(MasterKey.of(other).id()).isNotEqualTo(key.id());
    }

    @Test
    @DisplayName("I-10 a key never prints itself")
    void neverPrintsItself() {
        MasterKey key = MasterKey.of(BYTES);
        assertThat(key).hasToString("master key " + key.id());
        assertThat(key.aes().toString()).doesNotContain(key.base64());
        String notOne = Base64.getEncoder().encodeToString(new byte[31]);
        assertThatThrownBy(() -> MasterKey.parse(notOne))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a master key is 32 bytes in base64, these are 31");
        assertThatThrownBy(() -> MasterKey.parse("§§§"))
                .hasMessageContaining("these are 0")
                .hasNoCause();
    }
}

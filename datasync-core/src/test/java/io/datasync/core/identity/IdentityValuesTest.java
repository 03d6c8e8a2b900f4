package io.datasync.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 values of identities")
final class IdentityValuesTest {
    private static final MachineId MACHINE = new MachineId("m");
    private static final Instant NOW = Homes.BEGIN;

    @Test
    @DisplayName("a sign names its hardware and its process, and counts from zero")
    void signs() {
        String longest = "x".repeat(Sign.TEXT_MAX);
        assertThat(new Sign(MACHINE, longest, longest, 0, NOW).counter()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new Sign(MACHINE, "", "s", 0, NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sign(MACHINE, "f", "", 0, NOW));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sign(MACHINE, longest + "x", "s", 0, NOW))
                .withMessageContaining("256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sign(MACHINE, "f", longest + "x", 0, NOW))
                .withMessageContaining("session");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sign(MACHINE, "f", "s", -1, NOW))
                .withMessageContaining("-1");
    }

    @Test
    @DisplayName("a life does not end before it begins")
    void lives() {
        assertThat(new Life(MACHINE, "f", "s", NOW, NOW).firstAt()).isEqualTo(NOW);
        assertThatIllegalArgumentException().isThrownBy(() -> new Life(MACHINE, "f", "s", NOW, NOW.minusNanos(1)));
    }

    @Test
    @DisplayName("I-11 the figures have limits")
    void settings() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(new IdentitySettings(minute, minute.plusNanos(1), 2).livesMax())
                .isEqualTo(2);
        assertThat(new IdentitySettings(minute, minute.plusNanos(1), 64).livesMax())
                .isEqualTo(64);
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentitySettings(Duration.ZERO, minute, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentitySettings(minute.negated(), minute, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentitySettings(minute, minute, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentitySettings(minute, minute.plusNanos(1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentitySettings(minute, minute.plusNanos(1), 65));
        assertThat(IdentitySettings.DEFAULTS)
                .isEqualTo(new IdentitySettings(Duration.ofMinutes(2), Duration.ofDays(7), 8));
    }
}

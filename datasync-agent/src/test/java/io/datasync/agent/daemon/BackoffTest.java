package io.datasync.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    @DisplayName("I-11 a server that asks for no pause gets one of a second")
    void aServerCannotAskForABusyLoop() {
        assertThat(Backoff.usual(Optional.empty(), Duration.ZERO)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.usual(Optional.empty(), Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    @DisplayName("this PC's own setting goes before the server's wish")
    void ownSettingFirst() {
        assertThat(Backoff.usual(Optional.of(Duration.ofMillis(100)), Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofMillis(100));
    }
}

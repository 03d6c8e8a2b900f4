package io.datasync.server.fleet.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListedRunnerTest {
    @ParameterizedTest
    @DisplayName("AGT-1 late from 3 minutes of silence, offline from 10")
    @CsvSource({"PT0S, online", "PT2M59S, online", "PT3M, late", "PT9M59S, late", "PT10M, offline", "PT-1H, online"})
    void presence(Duration silence, String presence) {
        Instant now = Instant.parse("2026-04-23T10:00:00Z");
        assertThat(ListedRunner.presence(Optional.of(now.minus(silence)), now)).isEqualTo(presence);
        assertThat(ListedRunner.presence(Optional.empty(), now)).isEqualTo("never");
    }
}

package io.datasync.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PurgeTextTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");

    private static String due(Duration in) {
        return PurgeText.of("due", null, NOON.plus(in), NOON);
    }

    @Test
    @DisplayName("CORE-9 the deadline is said rounded down, in minutes, hours or days")
    void deadlines() {
        assertThat(due(Duration.ofMinutes(119).plusSeconds(59)))
                .isEqualTo("The oldest unarchived file is deleted in 119 min at the earliest.");
        assertThat(due(Duration.ofHours(6).plusMinutes(59)))
                .isEqualTo("The oldest unarchived file is deleted in 6 h at the earliest.");
        assertThat(due(Duration.ofDays(9))).contains("in 9 days at the earliest");
        assertThat(due(Duration.ZERO)).isEqualTo("The oldest unarchived file may be deleted at any moment.");
        assertThat(due(Duration.ofDays(-3))).isEqualTo(due(Duration.ZERO));
        assertThat(PurgeText.of("idle", null, NOON.plusSeconds(7_200), NOON))
                .isEqualTo("Nothing is being made; if it begins again now, the oldest unarchived file is deleted in 2 h"
                        + " at the earliest.");
    }

    @Test
    @DisplayName("CORE-9 what is unknown is said with its reason")
    void unknown() {
        assertThat(PurgeText.of("unknown", "no_limit", null, NOON))
                .isEqualTo("When the oldest unarchived file is deleted is unknown: no cap is set.");
        assertThat(PurgeText.of("unknown", "not_scanned", null, NOON)).contains("not scanned yet");
        assertThat(PurgeText.of("unknown", "no_production", null, NOON)).contains("no file was seen being made");
        assertThat(PurgeText.of("unknown", "moon", null, NOON)).endsWith("unknown: moon.");
        assertThat(PurgeText.of("unknown", null, null, NOON)).endsWith("nothing was said.");
        assertThat(PurgeText.of("nothing_waiting", null, null, NOON)).isEqualTo("No file waits.");
    }

    @Test
    @DisplayName("CORE-9 the status says each job's deadline below its line, and that of an older agent nothing")
    void inTheStatus() {
        String job =
                "{\"job\":\"a\",\"phase\":\"idle\",\"seen\":1,\"verified\":0,\"inFlight\":1,\"excluded\":0,\"failed\":0,\"lost\":0";
        String status = "{\"running\":true,\"online\":true,\"asOf\":\"2026-04-23T12:00:00Z\",\"jobs\":[" + job
                + ",\"purge\":\"due\",\"purgeFrom\":\"2026-04-23T18:00:00Z\",\"purgeUntil\":\"2026-04-23T19:00:00Z\"},"
                + job
                + "}]}";
        assertThat(new StatusText(status, NOON).lines())
                .hasSize(4)
                .element(2)
                .isEqualTo("  The oldest unarchived file is deleted in 6 h at the earliest.");
        assertThat(new StatusText(status.replace("2026-04-23T18:00:00Z", "soon"), NOON).lines())
                .last()
                .asString()
                .contains("cannot be read");
    }
}

package io.datasync.drills.demo.watching;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.drills.demo.seats.JobProgress;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TroubleTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");

    private final Trouble trouble = new Trouble();

    private static JobProgress progress(String phase, String code) {
        return new JobProgress(
                phase,
                new Balance(5, 3, 2, 0, 0, 0),
                0,
                0,
                0,
                Optional.empty(),
                Optional.of(code).filter(c -> !c.isEmpty()));
    }

    private Optional<String> note(String phase, String code, int second) {
        return trouble.note(progress(phase, code), NOON.plusSeconds(second));
    }

    @Test
    @DisplayName(
            "PLAT-4 a failure is told once, with its code and meaning, and that it works again when a cycle has ended well")
    void dangerAndRescue() {
        assertThat(note("idle", "", 0)).isEmpty();
        assertThat(note("idle", "share_missing", 1))
                .hasValueSatisfying(told -> assertThat(told).matches("Archiving fails: share_missing\\. \\S.*\\."));
        assertThat(note("idle", "share_unreachable", 2)).isEmpty();
        assertThat(trouble.since()).contains(NOON.plusSeconds(1));
        assertThat(note("upload", "", 3)).as("it tries").isEmpty();
        assertThat(trouble.since()).contains(NOON.plusSeconds(1));
        assertThat(note("idle", "", 4)).contains("Archiving works again.");
        assertThat(trouble.since()).isEmpty();
        assertThat(note("idle", "of_tomorrow", 5)).contains("Archiving fails: of_tomorrow.");
    }

    @Test
    @DisplayName("PLAT-4 for as long as it lasts it is said since when, why, and how much stays on the PC")
    void aslongAsItLasts() {
        assertThat(Trouble.lasting("12:00:01", progress("idle", "share_missing"), 2))
                .isEqualTo(
                        "Not archiving since 12:00:01: share_missing. What is not archived stays on the PC: 2 files.");
        assertThat(Trouble.lasting("12:00:01", progress("upload", ""), 1))
                .isEqualTo("Not archiving since 12:00:01. What is not archived stays on the PC: 1 file.");
    }
}

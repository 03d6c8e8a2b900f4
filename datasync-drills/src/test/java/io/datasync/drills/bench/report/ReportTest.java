package io.datasync.drills.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a measurement prints")
class ReportTest {
    private static final Measured SUBJECT =
            new Measured("datasync", List.of(new Usage(Duration.ofMillis(450), Duration.ofMillis(600), 50L << 20)));
    private static final Measured OTHER =
            new Measured("rclone sync", List.of(new Usage(Duration.ofSeconds(1), Duration.ofSeconds(2), 75L << 20)));

    private static Report report() {
        CaseResult result = new CaseResult(
                "No change, G",
                List.of(SUBJECT, OTHER),
                List.of(Verdict.ratio(SUBJECT, OTHER, 0.35), Verdict.mib(SUBJECT, 64)),
                1.25,
                2.5);
        return new Report(Instant.parse("2026-11-22T17:00:00.9Z"), "ext4", 1, 1, 3, List.of(result));
    }

    @Test
    void aMissedTargetIsToldFromOneThatIsMet() {
        assertThat(report().table())
                .contains("2026-11-22T17:00:00Z", "Load 1.0 before, 3.0 after")
                .contains("  MISSED 0.450 x rclone sync, target 0.35\n", "  passed 50.000 MiB, target 64.0\n")
                .containsPattern("\n  rclone sync +1\\.000 +2\\.000 +75\\.0 +0\\.450\n");
    }

    @Test
    void forProgramsItIsOneObject() throws IOException {
        assertThat(report().json())
                .startsWith("{\"at\":\"2026-11-22T17:00:00.900Z\",")
                .contains(
                        "{\"name\":\"datasync\",\"wallSeconds\":0.45,\"cpuSeconds\":0.6,\"peakMib\":50.0,\"ratio\":1.0}")
                .contains("{\"what\":\"x rclone sync\",\"value\":0.45,\"limit\":0.35,\"passed\":false}")
                .endsWith("]}\n");
    }

    @Test
    void aTargetIsMetWhenItIsReached() {
        assertThat(new Verdict("s", 1, 1).passed()).isTrue();
        assertThat(new Verdict("s", 1.001, 1).passed()).isFalse();
    }
}

package io.datasync.core.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class StillnessRuleTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    private static final StillnessRule RULE = StillnessRule.DEFAULT;

    private static SourceEntry writtenAt(Instant time) {
        return SourceEntry.file(RelativePath.known("d/a.csv"), 1, Ticks.of(time));
    }

    private static boolean isStill(
            StillnessRule rule, SourceEntry entry, Instant firstObserved, Instant clockSteadySince, Instant now) {
        return !now.isBefore(rule.stillFrom(entry, firstObserved, clockSteadySince));
    }

    @Test
    @DisplayName("CORE-2 a file older than the quiet period is still at first sight")
    void oldFile() {
        SourceEntry entry = writtenAt(NOON.minusSeconds(10));

        assertThat(isStill(RULE, entry, NOON, Instant.MIN, NOON)).isTrue();
        assertThat(isStill(RULE, writtenAt(Instant.EPOCH), NOON, Instant.MIN, NOON))
                .isTrue();
    }

    @Test
    @DisplayName("CORE-2 a younger file waits until it has that age")
    void youngFile() {
        SourceEntry entry = writtenAt(NOON.minusSeconds(4));

        assertThat(RULE.stillFrom(entry, NOON, Instant.MIN)).isEqualTo(NOON.plusSeconds(6));
        assertThat(isStill(RULE, entry, NOON, Instant.MIN, NOON)).isFalse();
        assertThat(isStill(RULE, entry, NOON, Instant.MIN, NOON.plusSeconds(6).minusNanos(1)))
                .isFalse();
        assertThat(isStill(RULE, entry, NOON, Instant.MIN, NOON.plusSeconds(6))).isTrue();
    }

    @Test
    @DisplayName("CORE-2 a file with a time in the future waits from its first observation, not for ever")
    void futureFile() {
        SourceEntry entry = writtenAt(NOON.plus(Duration.ofDays(3650)));

        assertThat(RULE.stillFrom(entry, NOON, Instant.MIN)).isEqualTo(NOON.plusSeconds(10));
        assertThat(RULE.stillFrom(SourceEntry.file(entry.path(), 1, Long.MAX_VALUE), NOON, Instant.MIN))
                .isEqualTo(NOON.plusSeconds(10));
        assertThat(isStill(RULE, SourceEntry.file(entry.path(), 1, Long.MIN_VALUE), NOON, Instant.MIN, NOON))
                .isTrue();
    }

    @Test
    @DisplayName("D-25 a step of the clock restarts the quiet period of every file, old ones too")
    void clockStep() {
        Instant step = NOON.minusSeconds(3);

        assertThat(RULE.stillFrom(writtenAt(NOON.minusSeconds(3600)), step, step))
                .isEqualTo(NOON.plusSeconds(7));
        assertThat(RULE.stillFrom(writtenAt(NOON.plusSeconds(3600)), step, step))
                .isEqualTo(NOON.plusSeconds(7));
        assertThat(RULE.stillFrom(writtenAt(NOON.minusSeconds(1)), NOON, step)).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    @DisplayName("D-15 a folder is always still")
    void folder() {
        SourceEntry folder = SourceEntry.folder(RelativePath.known("d/empty"));

        assertThat(isStill(RULE, folder, NOON, NOON, Instant.MIN)).isTrue();
    }

    @Test
    @DisplayName("CORE-2 the quiet period is ten seconds unless set, may be none, and is never negative")
    void settings() {
        assertThat(StillnessRule.DEFAULT.quietPeriod()).isEqualTo(Duration.ofSeconds(10));
        assertThat(isStill(new StillnessRule(Duration.ZERO), writtenAt(NOON), NOON, Instant.MIN, NOON))
                .isTrue();
        assertThatThrownBy(() -> new StillnessRule(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
    }
}

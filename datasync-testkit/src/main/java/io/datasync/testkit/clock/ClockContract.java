package io.datasync.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every clock guarantees from which the rules are told the time. */
public interface ClockContract {
    /** By so much a machine may put its own clock right while a test looks at it. */
    Duration SLACK = Duration.ofSeconds(5);

    /** The clock under test; always the same. */
    Clock clock();

    /** How it is moved by an amount, forwards or back; empty for one that nobody moves. */
    Optional<Consumer<Duration>> mover();

    @Test
    @DisplayName("I-13 its days are those of UTC, unless somebody asks for others")
    default void itIsInUtc() {
        assertThat(clock().getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    @DisplayName("I-13 in other zones it shows the same time, and their own days")
    default void zonesShowTheSameTime() {
        for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("Pacific/Kiritimati"))) {
            Clock there = clock().withZone(zone);
            assertThat(there.getZone()).isEqualTo(zone);
            Instant before = clock().instant();
            Instant seen = there.instant();
            assertThat(Duration.between(before, seen).abs()).isLessThan(SLACK);
            LocalDate day = LocalDate.now(there);
            assertThat(day)
                    .isBetween(
                            seen.minus(SLACK).atZone(zone).toLocalDate(),
                            seen.plus(SLACK).atZone(zone).toLocalDate());
        }
    }

    @Test
    @DisplayName("I-13 it never goes back unless it is moved, whoever asks")
    default void itNeverGoesBack() {
        assertThat(IntStream.range(0, 8).parallel().mapToObj(thread -> {
                    Instant latest = clock().instant();
                    for (int i = 0; i < 500; i++) {
                        Instant next = clock().instant();
                        if (next.isBefore(latest.minus(mover().isPresent() ? Duration.ZERO : SLACK))) {
                            return "back from " + latest + " to " + next;
                        }
                        latest = next;
                    }
                    return "";
                }))
                .containsOnly("");
    }

    @Test
    @DisplayName("I-13 its milliseconds are those of its time")
    default void millisecondsAgree() {
        Instant before = clock().instant();
        long millis = clock().millis();
        assertThat(Duration.between(before, Instant.ofEpochMilli(millis)).abs()).isLessThan(SLACK);
        if (mover().isPresent()) {
            assertThat(millis).isEqualTo(before.toEpochMilli());
        }
    }

    @Test
    @DisplayName("I-13 who moves it moves all its zones, to the nanosecond, forwards and back")
    default void moving() {
        assumeTrue(mover().isPresent(), "nobody moves it");
        Clock there = clock().withZone(ZoneId.of("Europe/Berlin"));
        for (Duration step :
                List.of(Duration.ofNanos(1), Duration.ofHours(25), Duration.ofSeconds(-90), Duration.ofDays(400))) {
            Instant before = clock().instant();
            mover().get().accept(step);
            assertThat(there.instant()).isEqualTo(before.plus(step)).isEqualTo(clock().instant());
        }
    }
}

package io.datasync.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I-13 a test moves time by hand")
class MovableClockTest implements ClockContract {
    private static final Instant START = Instant.parse("2026-04-23T22:30:00Z");

    private final MovableClock contracted = MovableClock.at(START);

    @Override
    public Clock clock() {
        return contracted;
    }

    @Override
    public Optional<Consumer<Duration>> mover() {
        return Optional.of(contracted::advance);
    }

    @Test
    void itStandsStillUntilItIsMoved() {
        var clock = MovableClock.at("2026-04-23T22:30:00Z");
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
        assertThat(clock.advance(Duration.ofHours(2))).isEqualTo("2026-04-24T00:30:00Z");
        assertThat(clock.advance(Duration.ofDays(-1))).isEqualTo("2026-04-23T00:30:00Z");
        clock.set(START);
        assertThat(clock.millis()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void everyZoneMovesWithIt() {
        var clock = MovableClock.at(START);
        var berlin = clock.withZone(ZoneId.of("Europe/Berlin"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(berlin.instant()).isEqualTo(clock.instant());
        assertThat(java.time.LocalDate.now(berlin)).isEqualTo("2026-04-24");
        assertThat(java.time.LocalDate.now(clock)).isEqualTo("2026-04-23");
    }

    @Test
    void movesOfManyThreadsAddUp() throws Exception {
        var clock = MovableClock.at(START);
        var threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int step = 0; step < 1_000; step++) {
                    clock.advance(Duration.ofSeconds(1));
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(8_000));
    }
}

package io.datasync.core.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ClockWatchTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");

    private final AtomicReference<Instant> time = new AtomicReference<>(NOON);
    private Duration passed = Duration.ofNanos(Long.MAX_VALUE - 7);
    private final ClockWatch watch = new ClockWatch(time::get, () -> passed.toNanos());

    /** Both clocks run on. */
    private void pass(Duration amount) {
        time.updateAndGet(now -> now.plus(amount));
        // As nanoTime does, it may run over its end.
        passed = Duration.ofNanos(passed.toNanos() + amount.toNanos());
    }

    private void step(Duration amount) {
        time.updateAndGet(now -> now.plus(amount));
    }

    @Test
    @DisplayName("D-25 a clock that runs on, and is corrected by up to a minute, is steady")
    void ordinaryTime() {
        assertThat(watch.steadySince()).isEqualTo(Instant.MIN);
        pass(Duration.ofDays(30));
        step(Duration.ofMinutes(1));
        assertThat(watch.steadySince()).isEqualTo(Instant.MIN);
        pass(Duration.ofMillis(1));
        step(Duration.ofMinutes(-1));
        assertThat(watch.steadySince()).isEqualTo(Instant.MIN);
    }

    @Test
    @DisplayName("D-25 after a step of over a minute, forward or back, it is steady from then on")
    void steps() {
        pass(Duration.ofHours(1));
        step(Duration.ofSeconds(61));
        Instant forward = time.get();
        assertThat(watch.steadySince()).isEqualTo(forward);
        pass(Duration.ofHours(1));
        assertThat(watch.steadySince()).isEqualTo(forward);
        step(Duration.ofHours(-3));
        assertThat(watch.steadySince()).isEqualTo(time.get());
    }
}

package io.datasync.server.security.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.clock.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SEC-6 requests are limited per key")
class RateLimitTest {
    private final MovableClock clock = MovableClock.at("2026-01-01T00:00:00Z");
    private final RateLimit limit = new RateLimit(clock, 3, Duration.ofSeconds(10), 2);

    @Test
    void aBurstThenOnePerInterval() {
        assertThat(limit.take("a")).isTrue();
        assertThat(limit.take("a")).isTrue();
        assertThat(limit.take("a")).isTrue();
        assertThat(limit.take("a")).isFalse();
        clock.advance(Duration.ofSeconds(9));
        assertThat(limit.allows("a")).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(limit.take("a")).isTrue();
        assertThat(limit.take("a")).isFalse();
    }

    @Test
    void keysDoNotSufferForEachOther() {
        for (int i = 0; i < 4; i++) {
            limit.take("a");
        }
        assertThat(limit.allows("b")).isTrue();
    }

    @Test
    void neverMoreThanTheBurst() {
        limit.take("a");
        clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            assertThat(limit.take("a")).isTrue();
        }
        assertThat(limit.take("a")).isFalse();
    }

    @Test
    @DisplayName("DR-O a clock that is set back opens nothing and breaks nothing")
    void aClockSetBack() {
        for (int i = 0; i < 3; i++) {
            limit.take("a");
        }
        clock.advance(Duration.ofDays(-1));
        assertThat(limit.allows("a")).isFalse();
        clock.advance(Duration.ofSeconds(10));
        assertThat(limit.allows("a")).isTrue();
    }

    @Test
    @DisplayName("I-11 the number of remembered keys is bounded")
    void theOldestKeyIsForgotten() {
        for (int i = 0; i < 3; i++) {
            limit.take("a");
        }
        limit.take("b");
        limit.take("c");
        assertThat(limit.allows("a")).isTrue();
    }
}

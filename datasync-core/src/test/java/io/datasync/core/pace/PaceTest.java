package io.datasync.core.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Buckets, budgets and waits between tries. */
class PaceTest {
    private Instant now = Instant.parse("2026-04-23T12:00:00Z");

    @Test
    @DisplayName("in any stretch of time no more units pass than came in, and the burst")
    void noMoreThanCameIn() {
        Property.holds(200, random -> {
            double perSecond = 0.5 + random.nextInt(50);
            int burst = 1 + random.nextInt(20);
            TokenBucket bucket = new TokenBucket(perSecond, burst, () -> now);
            Instant begun = now;
            long taken = 0;
            for (int i = 0; i < 100; i++) {
                int units = random.nextInt(3);
                now = now.plus(bucket.take(units)).plusMillis(random.nextInt(10) == 0 ? random.nextInt(3_000) : 0);
                taken += units;
                double seconds = Duration.between(begun, now).toNanos() / 1e9;
                assertThat((double) taken).isLessThanOrEqualTo(burst + seconds * perSecond + 1e-3);
            }
        });
    }

    @Test
    @DisplayName("a clock that is put back lets nothing through and keeps nobody waiting longer")
    void aClockThatIsPutBack() {
        TokenBucket bucket = new TokenBucket(1, 1, () -> now);
        BandwidthBudget budget = new BandwidthBudget(BandwidthTimetable.always(new Bandwidth(1024)), () -> now);
        assertThat(bucket.take(1)).isZero();
        assertThat(bucket.take(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(budget.take(10_240)).isZero();
        now = now.minus(Duration.ofHours(5));
        assertThat(bucket.take(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(budget.take(0)).isEqualTo(Duration.ofSeconds(10));
        now = now.plusSeconds(4);
        assertThat(budget.take(1024)).isEqualTo(Duration.ofSeconds(6));
        assertThat(budget.take(0)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    @DisplayName("waits double up to the longest, and are a random part of that")
    void waitsDouble() {
        Backoff backoff = new Backoff(10, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(backoff.ceiling(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.ceiling(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.ceiling(4)).isEqualTo(Duration.ofMillis(800));
        assertThat(backoff.ceiling(5)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.ceiling(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
        Random random = new Random(7);
        Duration least = Duration.ofSeconds(1);
        Duration most = Duration.ZERO;
        for (int i = 0; i < 1_000; i++) {
            Duration wait = backoff.wait(5, random);
            assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(1));
            least = wait.compareTo(least) < 0 ? wait : least;
            most = wait.compareTo(most) > 0 ? wait : most;
        }
        assertThat(least).isLessThan(Duration.ofMillis(20));
        assertThat(most).isGreaterThan(Duration.ofMillis(980));
    }

    @Test
    @DisplayName("I-11 defaults, and values that are refused")
    void valuesAreChecked() {
        Backoff d = Backoff.DEFAULTS;
        assertThat(d).isEqualTo(new Backoff(5, Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofSeconds(60)));
        refused(() -> new Backoff(0, d.first(), d.most(), d.totalMax()));
        refused(() -> new Backoff(101, d.first(), d.most(), d.totalMax()));
        refused(() -> new Backoff(5, Duration.ZERO, d.most(), d.totalMax()));
        refused(() -> new Backoff(5, d.first(), Duration.ofMillis(1), d.totalMax()));
        refused(() -> new Backoff(5, d.first(), Duration.ofDays(2), d.totalMax()));
        refused(() -> new Backoff(5, d.first(), d.most(), Duration.ofMillis(-1)));
        refused(() -> new TokenBucket(0, 1, () -> now));
        refused(() -> new TokenBucket(Double.NaN, 1, () -> now));
        refused(() -> new TokenBucket(Double.POSITIVE_INFINITY, 1, () -> now));
        refused(() -> new TokenBucket(1, 0, () -> now));
        refused(() -> new TokenBucket(1, 1, () -> now).take(-1));
    }

    private static void refused(Runnable making) {
        assertThatIllegalArgumentException().isThrownBy(making::run);
    }
}

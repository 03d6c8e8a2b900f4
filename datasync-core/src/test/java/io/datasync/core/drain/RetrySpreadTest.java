package io.datasync.core.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import io.datasync.core.lease.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("AGT-4 when those come again who were put off")
final class RetrySpreadTest {
    private static final Instant BEGIN = Instant.parse("2026-04-20T07:00:00Z");
    private static final RetrySpread SPREAD = RetrySpread.DEFAULTS;

    private static RunnerId runner(int number) {
        return new RunnerId("pc-" + number);
    }

    @Test
    @DisplayName("in whole seconds, not sooner than the least, and within 10 minutes, at any time")
    void within10Minutes() {
        Property.holds(3_000, random -> {
            Instant now = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L) - 1_000_000_000L);
            Duration after = SPREAD.after(runner(random.nextInt(100_000)), now);
            assertThat(after).isGreaterThanOrEqualTo(SPREAD.least()).isLessThan(RetrySpread.LONGEST);
            assertThat(after).isEqualTo(Duration.ofSeconds(after.toSeconds()));
        });
    }

    @Test
    @DisplayName("10,000 PCs that are put off at one moment, again and again, never come in a herd")
    void noHerd() {
        int pcs = 10_000;
        int cell = 5;
        int[] arrivals = new int[(int) (5 * SPREAD.period().toSeconds() / cell)];
        for (int pc = 0; pc < pcs; pc++) {
            Instant now = BEGIN;
            while (true) {
                now = now.plus(SPREAD.after(runner(pc), now));
                int in = (int) (Duration.between(BEGIN, now).toSeconds() / cell);
                if (in >= arrivals.length) {
                    break;
                }
                arrivals[in]++;
            }
        }
        double mean = (double) pcs * cell / SPREAD.period().toSeconds();
        for (int i = 0; i < arrivals.length; i++) {
            assertThat(arrivals[i]).as("after %s s", i * cell).isLessThan((int) (1.5 * mean));
        }
    }

    @Test
    @DisplayName("every runner comes once in a period, at another moment each time")
    void oncePerPeriod() {
        long period = SPREAD.period().toMillis();
        Property.holds(100, random -> {
            RunnerId runner = runner(random.nextInt(1_000));
            Instant now = BEGIN;
            Set<Long> moments = new HashSet<>();
            long last = Math.floorDiv(now.toEpochMilli(), period);
            for (int i = 0; i < 20; i++) {
                now = now.plus(SPREAD.after(runner, now));
                long index = Math.floorDiv(now.toEpochMilli(), period);
                assertThat(index - last).isBetween(0L, 2L);
                last = index;
                moments.add(Math.floorMod(now.toEpochMilli(), period));
            }
            assertThat(moments).hasSizeGreaterThan(15);
        });
    }

    @Test
    @DisplayName("the answer follows from runner and time alone, and is never no time at all")
    void deterministic() {
        for (int pc = 0; pc < 200; pc++) {
            Instant now = BEGIN.plusMillis(pc * 997L);
            Duration after = SPREAD.after(runner(pc), now);
            assertThat(SPREAD.after(runner(pc), now)).isEqualTo(after);
        }
        RetrySpread tight = new RetrySpread(Duration.ZERO, Duration.ofSeconds(1));
        for (int pc = 0; pc < 200; pc++) {
            assertThat(tight.after(runner(pc), BEGIN)).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    @DisplayName("a moment that is as near as the least is not missed")
    void theMomentItself() {
        RetrySpread atOnce = new RetrySpread(Duration.ZERO, SPREAD.period());
        for (int pc = 0; pc < 20; pc++) {
            Instant now = BEGIN.plus(atOnce.after(runner(pc), BEGIN)).minusSeconds(1);
            while (atOnce.after(runner(pc), now).equals(Duration.ofSeconds(1))) {
                now = now.plusMillis(1);
            }
            Instant moment = now.minusMillis(1);
            assertThat(SPREAD.after(runner(pc), moment.minus(SPREAD.least()))).isEqualTo(SPREAD.least());
        }
    }

    @Test
    @DisplayName("AGT-4 no figures are possible that would keep an agent away for 10 minutes")
    void settings() {
        Duration second = Duration.ofSeconds(1);
        assertThat(new RetrySpread(Duration.ZERO, second).period()).isEqualTo(second);
        assertThat(new RetrySpread(second, second).least()).isEqualTo(second);
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySpread(second.negated(), second));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySpread(second.plusNanos(1), second));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySpread(Duration.ZERO, second.minusNanos(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RetrySpread(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException().isThrownBy(() -> new RetrySpread(Duration.ZERO, Duration.ofMinutes(5)));
        assertThat(new RetrySpread(Duration.ZERO, Duration.ofMinutes(5).minusSeconds(1)).least())
                .isZero();
    }
}

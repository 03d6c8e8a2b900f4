package io.datasync.core.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RUN-7 many leases that expire at once")
final class LeaseStormTest {
    private static final Instant BEGIN = Instant.parse("2026-04-20T07:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final StormSettings SETTINGS = StormSettings.DEFAULTS;
    private static final int WINDOW = (int) SETTINGS.window().toSeconds();
    private static final int CALM = (int) SETTINGS.calmAfter().toSeconds();

    private LeaseStorm storm = LeaseStorm.NONE;

    private static Instant at(long second) {
        return BEGIN.plusSeconds(second);
    }

    private Optional<Instant> look(long second, int expired, int living) {
        storm = storm.looked(expired, living, at(second), SETTINGS);
        return storm.since();
    }

    @Test
    @DisplayName("enough of them, and enough of those that live, are one event")
    void oneEvent() {
        assertThat(look(0, 19, 50)).as("too few").isEmpty();
        assertThat(look(0, 1, 50)).contains(at(0));
        storm = LeaseStorm.NONE;
        assertThat(look(0, 199, 1_000)).as("too small a part").isEmpty();
        assertThat(look(1, 1, 801)).contains(at(1));
        assertThat(look(60, 500, 700)).as("still the same event").contains(at(1));
    }

    @Test
    @DisplayName("those that expire far apart are none")
    void farApart() {
        assertThat(look(0, 19, 50)).isEmpty();
        assertThat(look(WINDOW - 1, 0, 50)).isEmpty();
        assertThat(storm.recent()).hasSize(1);
        assertThat(look(WINDOW, 1, 50)).isEmpty();
        assertThat(storm.recent()).containsExactly(new LeaseStorm.Expired(at(WINDOW), 1, 50));
        assertThat(look(2 * WINDOW - 1, 19, 50)).contains(at(2 * WINDOW - 1));
    }

    @Test
    @DisplayName(
            "meanwhile leases are longer and fewer runs live; back to normal by itself, counted from the last of it")
    void longerLeases() {
        assertThat(storm.lease(LEASE, at(0), SETTINGS)).isEqualTo(LEASE);
        assertThat(storm.livingMax(100, at(0), SETTINGS)).isEqualTo(100);
        look(0, 50, 100);
        look(100, 50, 100);
        look(100 + CALM / 2, 1, 50);
        for (long second : new long[] {100, 100 + CALM - 1}) {
            assertThat(storm.lease(LEASE, at(second), SETTINGS)).isEqualTo(LEASE.multipliedBy(3));
            assertThat(storm.livingMax(101, at(second), SETTINGS)).isEqualTo(50);
            assertThat(storm.livingMax(1, at(second), SETTINGS)).isEqualTo(1);
            assertThat(storm.livingMax(Integer.MAX_VALUE, at(second), SETTINGS)).isEqualTo(Integer.MAX_VALUE / 2);
        }
        assertThat(storm.lease(LEASE, at(100 + CALM), SETTINGS)).isEqualTo(LEASE);
        assertThat(storm.livingMax(101, at(100 + CALM), SETTINGS)).isEqualTo(101);
        assertThat(look(100 + CALM, 0, 50)).isEmpty();
        assertThat(look(100 + CALM + WINDOW, 50, 100)).as("a new event").contains(at(100 + CALM + WINDOW));
    }

    @Test
    @DisplayName("what is remembered stays small, however often somebody looks")
    void bounded() {
        Property.holds(50, random -> {
            LeaseStorm now = LeaseStorm.NONE;
            long most = SETTINGS.window().toSeconds() / LeaseStorm.BUCKET.toSeconds() + 1;
            for (int i = 0; i < 2_000; i++) {
                int expired = random.nextInt(3);
                now = now.looked(expired, expired + random.nextInt(100), at(i / 2), SETTINGS);
                assertThat(now.recent()).hasSizeLessThanOrEqualTo((int) most);
            }
        });
    }

    @Test
    @DisplayName("what expires within ten seconds is one note, of all leases and the most that lived")
    void buckets() {
        look(0, 1, 50);
        look(9, 2, 60);
        look(9, 1, 10);
        look(10, 1, 10);
        assertThat(storm.recent())
                .containsExactly(new LeaseStorm.Expired(at(0), 4, 60), new LeaseStorm.Expired(at(10), 1, 10));
        List<LeaseStorm.Expired> before = storm.recent();
        look(11, 0, 10);
        assertThat(storm.recent()).isEqualTo(before);
    }

    @Test
    @DisplayName("more than lived cannot expire")
    void impossible() {
        assertThat(look(0, 5, 5)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> look(0, 6, 5)).withMessageContaining("6");
        assertThatIllegalArgumentException().isThrownBy(() -> look(0, -1, 5)).withMessageContaining("-1");
    }

    @Test
    @DisplayName("I-11 the figures have limits")
    void settings() {
        Duration ten = Duration.ofSeconds(10);
        Duration calm = Duration.ofNanos(1);
        assertThat(new StormSettings(ten, 1, 1, calm, 1, 1).percent()).isEqualTo(1);
        assertThat(new StormSettings(Duration.ofHours(1), 1, 100, calm, 100, 100).percent())
                .isEqualTo(100);
        assertThatIllegalArgumentException().isThrownBy(() -> new StormSettings(ten.minusNanos(1), 1, 1, calm, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StormSettings(Duration.ofHours(1).plusNanos(1), 1, 1, calm, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new StormSettings(ten, 0, 1, calm, 1, 1));
        for (int bad : new int[] {0, 101}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new StormSettings(ten, 1, bad, calm, 1, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> new StormSettings(ten, 1, 1, calm, 1, bad));
            assertThatIllegalArgumentException().isThrownBy(() -> new StormSettings(ten, 1, 1, calm, bad, 1));
        }
        for (Duration bad : List.of(Duration.ZERO, calm.negated())) {
            assertThatIllegalArgumentException().isThrownBy(() -> new StormSettings(ten, 1, 1, bad, 1, 1));
        }
    }
}

package io.datasync.core.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import io.datasync.core.drain.DrainReason.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("RUN-9 when a server drains")
final class DrainTest {
    private static final Instant BEGIN = Instant.parse("2026-04-20T07:00:00Z");

    /** Out after 100 seconds, calm after 60, a good spell of 10 ends a trouble. */
    private static final DrainSettings SETTINGS =
            new DrainSettings(Duration.ofSeconds(100), Duration.ofSeconds(60), Duration.ofSeconds(10));

    private Drain drain = Drain.NONE;

    private static Instant at(long second) {
        return BEGIN.plusSeconds(second);
    }

    private void look(long second, boolean works) {
        drain = drain.looked(Dependency.DATABASE, works, at(second), SETTINGS);
    }

    private List<Cause> causes(long second) {
        return drain.reasons(at(second), SETTINGS).stream()
                .map(DrainReason::cause)
                .toList();
    }

    private static DrainOrder order(long from, long until) {
        return new DrainOrder("anna", "new disks", at(from), at(until));
    }

    @Test
    @DisplayName("by hand, shown with who, why, since and until; until it is lifted, or over by itself")
    void byHand() {
        assertThat(Drain.NONE.reasons(BEGIN, SETTINGS)).isEmpty();
        Drain ordered = Drain.NONE.ordered(order(0, 3_600));
        assertThat(ordered.reasons(at(3_599), SETTINGS))
                .containsExactly(
                        new DrainReason(Cause.MAINTENANCE, BEGIN, "anna", "new disks", Optional.of(at(3_600))));
        assertThat(ordered.reasons(at(3_600), SETTINGS)).isEmpty();
        assertThat(ordered.lifted().reasons(at(1), SETTINGS)).isEmpty();
        assertThat(ordered.lifted().lifted()).isEqualTo(Drain.NONE);
        assertThat(ordered.ordered(order(0, 7_200)).reasons(at(3_600), SETTINGS))
                .hasSize(1);
    }

    @Test
    @DisplayName("an order ends after it begins, within a week")
    void ordersEnd() {
        long week = DrainOrder.LONGEST.toSeconds();
        assertThat(order(0, week).until()).isEqualTo(at(week));
        assertThat(order(0, 1).by()).isEqualTo("anna");
        assertThatIllegalArgumentException().isThrownBy(() -> order(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> order(0, week + 1));
    }

    @Test
    @DisplayName("by itself once a dependency has failed for long, and says since when")
    void byItself() {
        look(0, true);
        look(10, false);
        look(50, false);
        assertThat(causes(109)).isEmpty();
        assertThat(drain.reasons(at(110), SETTINGS))
                .containsExactly(new DrainReason(
                        Cause.DATABASE,
                        at(110),
                        DrainReason.ITSELF,
                        "The database fails since 2026-04-20T07:00:10Z.",
                        Optional.empty()));
        look(500, false);
        assertThat(drain.reasons(at(500), SETTINGS))
                .first()
                .extracting(DrainReason::since)
                .isEqualTo(at(110));
    }

    @Test
    @DisplayName("lifted by itself once the dependency worked for a while, and not in a pause of its failing")
    void liftedByItself() {
        look(0, false);
        look(99, true);
        assertThat(causes(100)).as("it worked in time").isEmpty();
        look(105, false);
        look(106, true);
        assertThat(causes(106)).as("but for too short a time").containsExactly(Cause.DATABASE);
        look(130, true);
        assertThat(causes(165)).containsExactly(Cause.DATABASE);
        assertThat(causes(166)).isEmpty();
        look(165, false);
        look(170, true);
        assertThat(causes(229)).containsExactly(Cause.DATABASE);
        look(230, true);
        assertThat(causes(230)).isEmpty();
        assertThat(drain).isEqualTo(Drain.NONE);
    }

    @Test
    @DisplayName("a short good spell does not make a trouble begin anew, a long one does")
    void goodSpells() {
        look(0, false);
        look(50, true);
        look(59, false);
        assertThat(causes(100)).containsExactly(Cause.DATABASE);
        drain = Drain.NONE;
        look(0, false);
        look(50, true);
        look(60, false);
        assertThat(causes(159)).isEmpty();
        assertThat(causes(160)).containsExactly(Cause.DATABASE);
    }

    @Test
    @DisplayName("several reasons stand side by side, and the last one to go ends it")
    void severalReasons() {
        look(0, false);
        drain = drain.looked(Dependency.SHARE, false, at(0), SETTINGS).ordered(order(0, 1_000));
        assertThat(causes(100)).containsExactly(Cause.MAINTENANCE, Cause.DATABASE, Cause.SHARE);
        assertThat(drain.reasons(at(100), SETTINGS).get(2).why()).startsWith("The share ");
        drain = drain.lifted();
        look(110, true);
        assertThat(causes(170)).containsExactly(Cause.SHARE);
        drain = drain.looked(Dependency.SHARE, true, at(170), SETTINGS);
        assertThat(causes(229)).containsExactly(Cause.SHARE);
        assertThat(causes(230)).isEmpty();
    }

    @Test
    @DisplayName(
            "it does not flap: between two beginnings lie the longest times of outage and calm, however the dependency behaves")
    void itDoesNotFlap() {
        Duration least = SETTINGS.outageAfter().plus(SETTINGS.calmAfter());
        Property.holds(300, random -> {
            Drain now = Drain.NONE;
            boolean draining = false;
            Optional<Instant> lastBegin = Optional.empty();
            boolean works = true;
            for (long second = 0; second < 4_000; second++) {
                if (random.nextInt(1 + random.nextInt(60)) == 0) {
                    works = !works;
                }
                if (random.nextBoolean()) {
                    now = now.looked(Dependency.SHARE, works, at(second), SETTINGS);
                }
                boolean before = draining;
                draining = !now.reasons(at(second), SETTINGS).isEmpty();
                if (draining && !before) {
                    Instant begin = at(second);
                    lastBegin.ifPresent(
                            last -> assertThat(Duration.between(last, begin)).isGreaterThanOrEqualTo(least));
                    lastBegin = Optional.of(begin);
                }
            }
        });
    }

    @Test
    @DisplayName("how often somebody looks changes nothing")
    void looksAreFree() {
        Property.holds(200, random -> {
            Drain often = Drain.NONE;
            Drain seldom = Drain.NONE;
            boolean works = true;
            boolean seen = true;
            for (long second = 0; second < 1_000; second++) {
                if (random.nextInt(25) == 0) {
                    works = !works;
                }
                often = often.looked(Dependency.DATABASE, works, at(second), SETTINGS);
                if (works != seen) {
                    seldom = seldom.looked(Dependency.DATABASE, works, at(second), SETTINGS);
                    seen = works;
                }
                assertThat(often.reasons(at(second), SETTINGS)).isEqualTo(seldom.reasons(at(second), SETTINGS));
            }
        });
    }

    @Test
    @DisplayName("I-11 the figures have limits")
    void settings() {
        Duration second = Duration.ofSeconds(1);
        assertThat(new DrainSettings(second, second, second).steady()).isEqualTo(second);
        for (Duration bad : List.of(Duration.ZERO, second.negated())) {
            assertThatIllegalArgumentException().isThrownBy(() -> new DrainSettings(bad, second, second));
            assertThatIllegalArgumentException().isThrownBy(() -> new DrainSettings(second, second, bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new DrainSettings(second, second.minusNanos(1), second));
        assertThat(DrainSettings.DEFAULTS)
                .isEqualTo(new DrainSettings(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofSeconds(20)));
    }
}

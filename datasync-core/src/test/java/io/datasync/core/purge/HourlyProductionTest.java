package io.datasync.core.purge;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HourlyProductionTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    private static final long HOUR = HourlyProduction.hourOf(NOON);

    private static HourlyProduction of(long... hoursAndFiles) {
        Map<Long, Volume> made = new HashMap<>();
        for (int i = 0; i < hoursAndFiles.length; i += 2) {
            made.put(HOUR + hoursAndFiles[i], new Volume(hoursAndFiles[i + 1], 0));
        }
        return HourlyProduction.NONE.plus(made, NOON);
    }

    private static long rate(HourlyProduction production, Instant now) {
        return production.rate(now).orElseThrow().perHour().files();
    }

    @Test
    @DisplayName("D-11 the rate is the 95th percentile of the hours in which anything was made")
    void percentile() {
        Map<Long, Volume> made = new TreeMap<>();
        for (long i = 1; i <= 20; i++) {
            made.put(HOUR - 1_000 - i * 7, new Volume(i, 100 - i));
        }
        HourlyProduction production = HourlyProduction.NONE.plus(made, NOON);
        assertThat(production.rate(NOON).orElseThrow().perHour()).isEqualTo(new Volume(19, 98));
        assertThat(rate(production.plus(Map.of(HOUR - 900, new Volume(1_000, 0)), NOON), NOON))
                .isEqualTo(20);
        assertThat(rate(of(-900, 1, -800, 0, -700, 5), NOON)).isEqualTo(5);
        assertThat(HourlyProduction.NONE.rate(NOON)).isEmpty();
        assertThat(of(-5, 0).rate(NOON)).isEmpty();
    }

    @Test
    @DisplayName(
            "D-11 the rate is at least that of the last two hours, and the hour that is not over does not lower it")
    void theLastHours() {
        HourlyProduction production = of(-30, 10, -1, 30, 0, 60);
        assertThat(rate(production, NOON.plus(Duration.ofMinutes(30)))).isEqualTo(60);
        assertThat(rate(production, NOON.plus(Duration.ofMinutes(59)))).isEqualTo(46);
        assertThat(rate(production, NOON.plus(Duration.ofHours(9)))).isEqualTo(60);
        assertThat(rate(of(-2, 100, 0, 1), NOON)).isEqualTo(100);
        assertThat(rate(of(0, 7), NOON.plusSeconds(1_800))).isEqualTo(7);
    }

    @Test
    @DisplayName("D-11 the mean reckons with pauses")
    void mean() {
        ProductionRate rate = of(-9, 10, 0, 40).rate(NOON).orElseThrow();
        assertThat(rate.meanFilesPerHour()).isEqualTo(5.0);
        assertThat(of(-9, 10, 0, 40)
                        .rate(NOON.plus(Duration.ofHours(10)))
                        .orElseThrow()
                        .meanFilesPerHour())
                .isEqualTo(2.5);
    }

    @Test
    @DisplayName("D-11 the last 336 hours of production are kept, however long the pauses between them")
    void bounded() {
        Map<Long, Volume> made = new HashMap<>();
        for (long i = 0; i < 400; i++) {
            made.put(HOUR - i * 50, new Volume(i, 1));
        }
        HourlyProduction production = HourlyProduction.NONE.plus(made, NOON);
        assertThat(production.hours()).hasSize(HourlyProduction.HOURS_MAX).doesNotContainKey(HOUR - 336 * 50);
        Instant nextYear = NOON.plus(Duration.ofDays(365));
        assertThat(production.plus(Map.of(), nextYear)).isEqualTo(production);
        assertThat(rate(production, nextYear)).isEqualTo(rate(production, NOON));
    }

    @Test
    @DisplayName("D-25 when the clock is put back, what was made in hours to come is kept and ends before this one")
    void theClockIsPutBack() {
        HourlyProduction production = of(0, 5, 1_000, 50, 1_001, 70).plus(Map.of(HOUR, new Volume(3, 0)), NOON);
        assertThat(production.hours())
                .containsExactly(
                        Map.entry(HOUR - 1_002, new Volume(5, 0)),
                        Map.entry(HOUR - 2, new Volume(50, 0)),
                        Map.entry(HOUR - 1, new Volume(70, 0)),
                        Map.entry(HOUR, new Volume(3, 0)));
    }

    @Test
    @DisplayName("CORE-9 a source is idle when nothing was made in this hour and the one before")
    void idle() {
        HourlyProduction production = of(-3, 5);
        assertThat(production.idleSince(NOON)).contains(NOON.minus(Duration.ofHours(2)));
        assertThat(production.idleSince(NOON.minus(Duration.ofHours(1)))).isPresent();
        assertThat(production.idleSince(NOON.minus(Duration.ofMinutes(61)))).isEmpty();
        assertThat(production.idleSince(NOON.minus(Duration.ofDays(9)))).isEmpty();
        assertThat(HourlyProduction.NONE.idleSince(NOON)).isEmpty();
    }

    @Test
    @DisplayName("D-11 more production never lowers the rate of the hours that are over")
    void moreIsNeverSlower() {
        Property.holds(300, random -> {
            Map<Long, Volume> made = new HashMap<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                made.put(HOUR - 1 - random.nextInt(60), new Volume(1 + random.nextInt(50), random.nextInt(50)));
            }
            HourlyProduction production = HourlyProduction.NONE.plus(made, NOON);
            Long again = made.keySet().iterator().next();
            Volume before = production.rate(NOON).orElseThrow().perHour();
            Volume after = production
                    .plus(Map.of(again, new Volume(random.nextInt(90), random.nextInt(90))), NOON)
                    .rate(NOON)
                    .orElseThrow()
                    .perHour();
            assertThat(after.max(before)).isEqualTo(after);
        });
    }
}

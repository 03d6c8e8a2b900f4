package io.datasync.core.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.BandwidthTimetable.Rule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandwidthTimetableTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<ZoneId> ZONES =
            List.of(BERLIN, ZoneOffset.UTC, ZoneId.of("Australia/Lord_Howe"), ZoneId.of("Africa/Cairo"));
    private static final int WEEK = 7 * 24 * 60;

    private static Bandwidth at(String timetable, String wall) throws SyncException {
        return BandwidthTimetable.parse(timetable, BERLIN)
                .at(LocalDateTime.parse(wall).atZone(BERLIN).toInstant());
    }

    @Test
    @DisplayName("a rule holds from its first minute to before its last, on its days")
    void aRuleHoldsOnItsDays() throws Exception {
        String week = "Mon-Fri 07:00-19:00 2MiB/s; else unlimited";
        assertThat(at(week, "2026-04-23T06:59:59")).isEqualTo(Bandwidth.UNLIMITED);
        assertThat(at(week, "2026-04-23T07:00:00")).isEqualTo(new Bandwidth(2 << 20));
        assertThat(at(week, "2026-04-23T18:59:59")).isEqualTo(new Bandwidth(2 << 20));
        assertThat(at(week, "2026-04-23T19:00:00")).isEqualTo(Bandwidth.UNLIMITED);
        assertThat(at(week, "2026-04-25T12:00:00")).isEqualTo(Bandwidth.UNLIMITED);
    }

    @Test
    @DisplayName("a rule that ends at or before its beginning goes on past midnight, also from Sunday to Monday")
    void aRuleGoesPastMidnight() throws Exception {
        String night = "Sun 22:00-06:00 1MiB/s";
        assertThat(at(night, "2026-04-26T21:59:00")).isEqualTo(Bandwidth.UNLIMITED);
        assertThat(at(night, "2026-04-26T22:00:00")).isEqualTo(new Bandwidth(1 << 20));
        assertThat(at(night, "2026-04-27T05:59:00")).isEqualTo(new Bandwidth(1 << 20));
        assertThat(at(night, "2026-04-27T06:00:00")).isEqualTo(Bandwidth.UNLIMITED);
        assertThat(at(night, "2026-04-26T05:00:00")).isEqualTo(Bandwidth.UNLIMITED);
        assertThat(at("daily 00:00-24:00 5KiB/s", "2026-04-26T23:59:59")).isEqualTo(new Bandwidth(5 << 10));
        assertThat(at("Fri 22:00-00:00 5KiB/s", "2026-04-24T23:59:59")).isEqualTo(new Bandwidth(5 << 10));
        assertThat(at("Fri 22:00-00:00 5KiB/s", "2026-04-25T00:00:00")).isEqualTo(Bandwidth.UNLIMITED);
    }

    @Test
    @DisplayName("of several rules that hold the first one counts")
    void theFirstRuleCounts() throws Exception {
        String week = "Sat,Sun 00:00-24:00 3MiB/s; daily 08:00-18:00 1MiB/s; else 2MiB/s";
        assertThat(at(week, "2026-04-25T09:00:00")).isEqualTo(new Bandwidth(3 << 20));
        assertThat(at(week, "2026-04-24T09:00:00")).isEqualTo(new Bandwidth(1 << 20));
        assertThat(at(week, "2026-04-24T19:00:00")).isEqualTo(new Bandwidth(2 << 20));
    }

    @Test
    @DisplayName("daylight saving: an hour left out does not happen, an hour repeated happens twice")
    void daylightSavingIsThatOfTheWall() throws Exception {
        BandwidthTimetable night = BandwidthTimetable.parse("Sun 02:15-02:45 1MiB/s", BERLIN);
        Instant spring = Instant.parse("2026-03-29T00:59:59Z");
        assertThat(night.at(spring)).isEqualTo(Bandwidth.UNLIMITED);
        assertThat(night.at(spring.plusSeconds(1))).isEqualTo(Bandwidth.UNLIMITED);
        assertThat(night.at(spring.plusSeconds(1800))).isEqualTo(Bandwidth.UNLIMITED);
        for (String twice : List.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")) {
            assertThat(night.at(Instant.parse(twice))).isEqualTo(new Bandwidth(1 << 20));
            assertThat(night.sameUntil(Instant.parse(twice)))
                    .isEqualTo(Instant.parse(twice).plusSeconds(900));
        }
        assertThat(night.at(Instant.parse("2026-10-25T00:50:00Z"))).isEqualTo(Bandwidth.UNLIMITED);
        BandwidthTimetable through = BandwidthTimetable.parse("Sat 22:00-06:00 1KiB/s", BERLIN);
        Instant evening =
                LocalDateTime.parse("2026-03-28T22:00:00").atZone(BERLIN).toInstant();
        assertThat(through.throughAt(evening, 7 * 3600 * 1024L)).isEqualTo(evening.plus(Duration.ofHours(7)));
        assertThat(through.throughAt(evening, Long.MAX_VALUE)).isEqualTo(evening.plus(Duration.ofHours(7)));
    }

    private static BandwidthTimetable random(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
            while (random.nextInt(3) > 0) {
                days.add(DayOfWeek.of(1 + random.nextInt(7)));
            }
            int from = random.nextBoolean() ? 60 * random.nextInt(24) : random.nextInt(1440);
            int to = random.nextBoolean() ? 1440 - 60 * random.nextInt(24) : 1 + random.nextInt(1440);
            if (from != to) {
                rules.add(new Rule(days, from, to, bandwidth(random)));
            }
        }
        return new BandwidthTimetable(rules, bandwidth(random), ZONES.get(random.nextInt(ZONES.size())));
    }

    private static Bandwidth bandwidth(Random random) {
        return random.nextInt(4) == 0 ? Bandwidth.UNLIMITED : new Bandwidth((1L << 10) * (1 + random.nextInt(5_000)));
    }

    /** A moment in 2026, often near a change of daylight saving. */
    private static Instant moment(Random random, ZoneId zone) {
        Instant any = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(365 * 24 * 3600));
        var transition = zone.getRules().nextTransition(any);
        return transition == null || random.nextBoolean()
                ? any
                : transition.getInstant().plusSeconds(random.nextInt(4 * 3600) - 2 * 3600);
    }

    /** Every minute of a week, painted rule by rule, the first one last. */
    private static Bandwidth[] painted(BandwidthTimetable timetable) {
        Bandwidth[] week = new Bandwidth[WEEK];
        Arrays.fill(week, timetable.otherwise());
        List<Rule> rules = new ArrayList<>(timetable.rules());
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            for (DayOfWeek day : rule.days()) {
                int begin = (day.getValue() - 1) * 1440 + rule.fromMinute();
                int end = (day.getValue() - 1) * 1440
                        + rule.toMinute()
                        + (rule.toMinute() <= rule.fromMinute() ? 1440 : 0);
                for (int minute = begin; minute < end; minute++) {
                    week[minute % WEEK] = rule.bandwidth();
                }
            }
        }
        return week;
    }

    @Test
    @DisplayName("at any moment holds what a painted week shows at the wall's time")
    void theWeekIsAsPainted() {
        Property.holds(300, random -> {
            BandwidthTimetable timetable = random(random);
            Bandwidth[] week = painted(timetable);
            for (int i = 0; i < 50; i++) {
                Instant moment = moment(random, timetable.zone());
                ZonedDateTime wall = moment.atZone(timetable.zone());
                int minute = (wall.getDayOfWeek().getValue() - 1) * 1440 + wall.getHour() * 60 + wall.getMinute();
                assertThat(timetable.at(moment)).as(timetable + " at " + wall).isEqualTo(week[minute]);
            }
        });
    }

    @Test
    @DisplayName("nothing changes before the moment that is named, and that is later")
    void nothingChangesBefore() {
        Property.holds(300, random -> {
            BandwidthTimetable timetable = random(random);
            for (int i = 0; i < 10; i++) {
                Instant moment = moment(random, timetable.zone());
                Instant until = timetable.sameUntil(moment);
                assertThat(until).isAfter(moment);
                long nanos = Duration.between(moment, until).toNanos();
                for (int j = 0; j < 20; j++) {
                    Instant between = moment.plusNanos((long) (random.nextDouble() * nanos));
                    assertThat(timetable.at(between))
                            .as(timetable + " at " + between)
                            .isEqualTo(timetable.at(moment));
                }
                assertThat(timetable.at(until.minusNanos(1))).isEqualTo(timetable.at(moment));
            }
        });
    }

    @Test
    @DisplayName("bytes are through when the seconds that pass have let them through")
    void bytesAreThroughInTime() {
        Property.holds(100, random -> {
            BandwidthTimetable timetable = random(random);
            Instant from = moment(random, timetable.zone());
            long bytes = 1 + (long) (random.nextDouble() * (64 << 20));
            Instant until = timetable.throughAt(from, bytes);
            double passed = 0;
            for (Instant at = from; at.isBefore(until); at = at.plusSeconds(1)) {
                Instant end = at.plusSeconds(1).isBefore(until) ? at.plusSeconds(1) : until;
                Bandwidth bandwidth = timetable.at(at);
                assertThat(bandwidth.isUnlimited() && end.equals(at.plusSeconds(1)) && passed < bytes - 1e7)
                        .as("time without a limit lets everything through at once")
                        .isFalse();
                passed += bandwidth.isUnlimited()
                        ? 0
                        : bandwidth.bytesPerSecond()
                                * (Duration.between(at, end).toNanos() / 1e9);
            }
            if (!timetable.at(until).isUnlimited()) {
                assertThat(passed).as(timetable.toString()).isBetween(bytes - 6e6, bytes + 6e6);
            } else {
                assertThat(passed).as(timetable.toString()).isLessThan(bytes + 6e6);
            }
        });
    }

    @Test
    @DisplayName("what a timetable writes is read back as the same timetable")
    void textsComeBack() {
        Property.holds(500, random -> {
            BandwidthTimetable timetable = random(random);
            assertThat(BandwidthTimetable.parse(timetable.toString(), timetable.zone()))
                    .isEqualTo(timetable);
        });
    }

    @Test
    @DisplayName("letters may be large or small, days wrap around, else is optional")
    void textsMayVary() throws Exception {
        assertThat(BandwidthTimetable.parse(" SAT-mon,Wed  7:00-9:30   1536kib/S ", BERLIN))
                .hasToString("Mon,Wed,Sat,Sun 07:00-09:30 1536KiB/s; else unlimited");
        assertThat(BandwidthTimetable.parse("else 1GiB/s", BERLIN))
                .isEqualTo(new BandwidthTimetable(List.of(), new Bandwidth(1 << 30), BERLIN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|a rule has days",
                "Mon-Fri 07:00-19:00|a rule has days",
                "Mon 07:00-19:00 2MiB/s;|a rule has days",
                "else 2MiB/s; Mon 07:00-19:00 2MiB/s|nothing may follow else",
                "Mon-Wed-Fri 07:00-19:00 2MiB/s|days are written",
                "Moo 07:00-19:00 2MiB/s|at \"moo\": days are",
                "Mon, 07:00-19:00 2MiB/s|days are",
                "Mon 07:00 2MiB/s|times are written",
                "Mon 07:60-19:00 2MiB/s|at \"07:60\": a time is",
                "Mon 24:01-19:00 2MiB/s|a time is",
                "Mon 24:00-19:00 2MiB/s|no day begins at its end",
                "Mon 07:00-07:00 2MiB/s|a time that ends when it begins",
                "Mon 07:00-19:00 2MB/s|a bandwidth is written",
                "Mon 07:00-19:00 0KiB/s|a bandwidth is from",
                "Mon 07:00-19:00 1023B/s|a bandwidth is from",
                "Mon 07:00-19:00 999999999999GiB/s|a bandwidth is from",
                "Mon 07:00-19:00 -1MiB/s|a bandwidth is written"
            })
    @DisplayName("a fault in a text is named, with its place")
    void faultsAreNamed(String text, String why) {
        assertThatThrownBy(() -> BandwidthTimetable.parse(text, BERLIN))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining(why);
    }

    @Test
    @DisplayName("I-11 texts and rules are bounded, whatever a text holds it is read or refused")
    void textsAreBounded() {
        String rule = "Mon 07:00-19:00 2MiB/s;";
        for (String text : List.of(rule.repeat(101) + "else unlimited", "x".repeat(10_001))) {
            assertThatThrownBy(() -> BandwidthTimetable.parse(text, BERLIN)).isInstanceOf(SyncException.class);
        }
        String alphabet = "MonFri ;,-:0123456789else unlimited KMiB/s";
        Property.holds(2_000, random -> {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? rule : "");
            for (int i = random.nextInt(30); i > 0; i--) {
                int at = random.nextInt(text.length() + 1);
                text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                BandwidthTimetable.parse(text.toString(), BERLIN);
            } catch (SyncException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
            }
        });
    }

    @Test
    @DisplayName("values are checked")
    void valuesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Bandwidth(1023));
        Set<DayOfWeek> monday = Set.of(DayOfWeek.MONDAY);
        assertThatIllegalArgumentException().isThrownBy(() -> new Rule(Set.of(), 0, 1, Bandwidth.UNLIMITED));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rule(monday, -1, 1, Bandwidth.UNLIMITED));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rule(monday, 1440, 1, Bandwidth.UNLIMITED));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rule(monday, 0, 1441, Bandwidth.UNLIMITED));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rule(monday, 7, 7, Bandwidth.UNLIMITED));
    }

    @Test
    @DisplayName("I-11 for what takes longer than ten years no more weeks are gone through")
    void foreverIsTenYears() throws SyncException {
        Instant from = Instant.parse("2026-03-28T22:00:00Z");
        BandwidthTimetable slow = BandwidthTimetable.parse("Mon-Sun 00:00-24:00 1KiB/s", BERLIN);
        assertThat(slow.throughAt(from, Long.MAX_VALUE))
                .isBetween(from.plus(Duration.ofDays(3_660)), from.plus(Duration.ofDays(3_668)));
        assertThat(slow.throughAt(from, -1)).isEqualTo(from);
    }
}

package io.datasync.core.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.seal.SealDecision.No;
import io.datasync.core.seal.SealDecision.NotBefore;
import io.datasync.core.seal.SealDecision.Reason;
import io.datasync.core.seal.SealDecision.Seal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("When a date folder is sealed")
final class SealRuleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final SealRule RULE = new SealRule(SealSettings.DEFAULTS);

    private static FolderName folder(String name) {
        return RelativePath.known(name + "/x").folder();
    }

    private static FolderSituation situation(String name, Instant lastNewAt, Instant listedAt) {
        return new FolderSituation(folder(name), 5, Optional.of(lastNewAt), Optional.of(listedAt), 0, false);
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @ParameterizedTest(name = "{0} in {1} ends at {2}")
    @CsvSource({
        "2026-04-23, UTC, 2026-04-24T00:00:00Z",
        "2026-04-23, Europe/Berlin, 2026-04-23T22:00:00Z",
        "2026-03-29, Europe/Berlin, 2026-03-29T22:00:00Z",
        "2026-10-25, Europe/Berlin, 2026-10-25T23:00:00Z",
        // Cuba puts its clocks forward at midnight: the day begins at one.
        "2026-03-07, America/Havana, 2026-03-08T05:00:00Z",
        // Samoa had no 30 December 2011.
        "2011-12-29, Pacific/Apia, 2011-12-30T10:00:00Z",
        "2026-12-31, Pacific/Kiritimati, 2026-12-31T10:00:00Z",
        "2024-02-29, UTC, 2024-03-01T00:00:00Z",
    })
    @DisplayName("D-10 a day ends when the next one begins in the job's zone, whatever its clocks do")
    void whenADayEnds(String name, String zone, String end) {
        FolderDate.Day day = (FolderDate.Day) FolderDate.of(folder(name));
        assertThat(day.endsAt(ZoneId.of(zone))).isEqualTo(at(end));
        Instant over = at(end);
        Instant longAgo = over.minus(Duration.ofDays(3));
        assertThat(RULE.decide(situation(name, longAgo, over), ZoneId.of(zone), over))
                .isEqualTo(new Seal());
        assertThat(RULE.decide(situation(name, longAgo, over), ZoneId.of(zone), over.minusNanos(1)))
                .isEqualTo(new NotBefore(over));
    }

    @Test
    @DisplayName("CORE-5 nothing new for 24 hours, by a listing that began no earlier than that")
    void theQuietTime() {
        Instant last = at("2026-04-25T10:00:00Z");
        Instant quiet = last.plus(Duration.ofHours(24));
        assertThat(RULE.decide(situation("2026-04-23", last, quiet), BERLIN, quiet))
                .isEqualTo(new Seal());
        assertThat(RULE.decide(situation("2026-04-23", last, quiet), BERLIN, quiet.minusNanos(1)))
                .isEqualTo(new NotBefore(quiet));
        assertThat(RULE.decide(situation("2026-04-23", last, quiet.minusNanos(1)), BERLIN, quiet))
                .isEqualTo(new No(Reason.NOT_LISTED));
        FolderSituation silent =
                new FolderSituation(folder("2026-04-23"), 5, Optional.of(last), Optional.empty(), 0, false);
        assertThat(RULE.decide(silent, BERLIN, quiet.plus(Duration.ofDays(900))))
                .isEqualTo(new No(Reason.NOT_LISTED));
    }

    @Test
    @DisplayName("D-10 not what is sealed, empty or outstanding, and nothing but days that have begun")
    void whatIsNotSealed() {
        Instant now = at("2026-06-01T00:00:00Z");
        Instant last = at("2026-04-23T10:00:00Z");
        for (String name :
                List.of("docs", ".", "2026-4-23", "20260423", "2026-04-23x", "x2026-04-23", "\u0662026-04-23")) {
            FolderName folder = name.equals(".") ? FolderName.ROOT : folder(name);
            var situation = new FolderSituation(folder, 5, Optional.of(last), Optional.of(now), 0, false);
            assertThat(RULE.decide(situation, BERLIN, now)).as(name).isEqualTo(new No(Reason.NOT_A_DATE));
        }
        for (String name : List.of("2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31")) {
            assertThat(FolderDate.of(folder(name))).isEqualTo(new FolderDate.Impossible());
            assertThat(RULE.decide(situation(name, last, now), BERLIN, now))
                    .as(name)
                    .isEqualTo(new No(Reason.IMPOSSIBLE_DATE));
        }
        Instant beforeMidnight = at("2026-05-31T21:59:59Z");
        assertThat(RULE.decide(situation("2026-06-01", last, beforeMidnight), BERLIN, beforeMidnight))
                .isEqualTo(new No(Reason.FUTURE_DATE));
        assertThat(RULE.decide(situation("2026-06-01", last, now), BERLIN, now))
                .isEqualTo(new NotBefore(at("2026-06-01T22:00:00Z")));
        FolderName day = folder("2026-04-23");
        assertThat(RULE.decide(new FolderSituation(day, 5, Optional.of(last), Optional.of(now), 0, true), BERLIN, now))
                .isEqualTo(new No(Reason.SEALED));
        assertThat(RULE.decide(new FolderSituation(day, 0, Optional.empty(), Optional.of(now), 0, false), BERLIN, now))
                .isEqualTo(new No(Reason.EMPTY));
        assertThat(RULE.decide(new FolderSituation(day, 5, Optional.of(last), Optional.of(now), 1, false), BERLIN, now))
                .isEqualTo(new No(Reason.OUTSTANDING));
        assertThat(Reason.IMPOSSIBLE_DATE.flagged()).isTrue();
        assertThat(Reason.FUTURE_DATE.flagged()).isTrue();
        assertThat(Reason.OUTSTANDING.flagged()).isFalse();
    }

    @Test
    @DisplayName("D-10 sealed exactly when the day is over, the quiet time has passed and a listing began after both")
    void theRuleInOneLine() {
        List<ZoneId> zones = List.of(
                BERLIN,
                ZoneOffset.UTC,
                ZoneId.of("America/Havana"),
                ZoneId.of("Pacific/Apia"),
                ZoneId.of("Asia/Kathmandu"));
        Property.holds(3_000, random -> {
            LocalDate date = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(400));
            ZoneId zone = zones.get(random.nextInt(zones.size()));
            Instant over = date.plusDays(1).atStartOfDay(zone).toInstant();
            Instant last = over.plusSeconds(random.nextInt(400_000) - 200_000);
            Instant listed = over.plusSeconds(random.nextInt(400_000) - 100_000);
            Instant now = listed.plusSeconds(random.nextInt(100_000));
            Instant earliest = over.isAfter(last.plus(Duration.ofHours(24))) ? over : last.plus(Duration.ofHours(24));
            boolean begun = !now.atZone(zone).toLocalDate().isBefore(date);
            boolean sealed = RULE.decide(situation(date.toString(), last, listed), zone, now) instanceof Seal;
            assertThat(sealed).isEqualTo(begun && !now.isBefore(earliest) && !listed.isBefore(earliest));
        });
    }

    @Test
    @DisplayName("The smallest and the largest settings and counts are taken")
    void whatJustCanBe() {
        assertThat(new SealSettings(Duration.ofSeconds(1), 1).rescanDays()).isEqualTo(1);
        assertThat(new SealSettings(Duration.ofDays(3_650), 3_650).quiet()).isEqualTo(Duration.ofDays(3_650));
        assertThat(FolderProbe.ABSENT).isEqualTo(new FolderProbe(0, 0));
    }

    @Test
    @DisplayName("Settings and counts that cannot be are refused")
    void whatCannotBe() {
        assertThatThrownBy(() -> new SealSettings(Duration.ZERO, 30)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealSettings(Duration.ofDays(9_999), 30))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealSettings(Duration.ofHours(1), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealSettings(Duration.ofHours(1), 9_999))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FolderSituation(FolderName.ROOT, -1, Optional.empty(), Optional.empty(), 0, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FolderProbe(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SealedFolder(FolderName.ROOT, FolderProbe.ABSENT, 3, 2, 0, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RescanRotation(0)).isInstanceOf(IllegalArgumentException.class);
    }
}

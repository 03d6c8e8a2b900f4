package io.datasync.core.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeForecast.Due;
import io.datasync.core.purge.PurgeForecast.Idle;
import io.datasync.core.purge.PurgeForecast.NothingWaiting;
import io.datasync.core.purge.PurgeForecast.Reason;
import io.datasync.core.purge.PurgeForecast.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PurgeClockTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    private static final PurgePool POOL = new PurgePool("d", OptionalLong.of(1_000), OptionalLong.empty());
    private static final Optional<PurgePool> LIMIT = Optional.of(POOL);

    /** A source that holds so many files, of which 60 were made in each of the last hours. */
    private static PurgeMemory busy(long present, Volume batch) {
        return memory(present, batch, 0, new Disorder(0, 9, 9));
    }

    private static PurgeMemory memory(long present, Volume batch, int hoursAgo, Disorder disorder) {
        Map<Long, Volume> made = new HashMap<>();
        for (int i = 1; i <= 10; i++) {
            made.put(HourlyProduction.hourOf(NOON) - hoursAgo - i, new Volume(60, 600));
        }
        PurgeMemory memory = PurgeMemory.EMPTY;
        for (int i = 0; i < 3; i++) {
            memory = memory.plus(new PurgeObservation(
                    NOON, new Volume(present, 0), i == 0 ? made : Map.of(), 1_000, batch, disorder));
        }
        return memory;
    }

    private static Standings waiting(long byTime, long byName, long byFolder) {
        Map<PurgeOrder, Standing> first = new EnumMap<>(PurgeOrder.class);
        SourceEntry file = SourceEntry.file(RelativePath.known("a"), 1, 1);
        first.put(PurgeOrder.TIME, new Standing(file, new Volume(byTime, byTime)));
        first.put(PurgeOrder.NAME, new Standing(file, new Volume(byName, byName)));
        first.put(PurgeOrder.FOLDER, new Standing(file, new Volume(byFolder, byFolder)));
        return new Standings(new Volume(700, 700), first);
    }

    private static Instant in(double hours) {
        return NOON.plusSeconds(Math.round(hours * 3_600));
    }

    private static PurgeForecast forecast(PurgeMemory memory, Standings standings) {
        return PurgeClock.forecast(LIMIT, memory, List.of(), standings, NOON);
    }

    @Test
    @DisplayName(
            "CORE-9 the early end is what must be made at the rate reckoned with: room and rank, less the largest batch")
    void theEarlyEnd() {
        // Room 100, rank 50 in the learned order, a batch of 10 deletes nine files before their time.
        assertThat(forecast(busy(900, new Volume(10, 0)), waiting(50, 3, 4)).earliest())
                .contains(in((100 + 50 - 9) / 60.0));
    }

    @Test
    @DisplayName("CORE-9 the late end reckons with the mean, and with all that is foreign or excluded going first")
    void theLateEnd() {
        Due due =
                forecast(busy(900, new Volume(10, 0)), waiting(50, 3, 4)).due().orElseThrow();
        // 600 files in 11 hours, the one that begins among them.
        assertThat(due.until()).isEqualTo(in(Math.ceil((100 + 50 + 200 + 1) * 11 / 600.0 * 3_600) / 3_600));
    }

    @Test
    @DisplayName("D-11 until the order is learned the earliest of all orders counts, and the latest for the late end")
    void theOrderIsNotLearned() {
        PurgeMemory memory = memory(900, new Volume(1, 0), 0, Disorder.NONE);
        Due due = forecast(memory, waiting(50, 30, 40)).due().orElseThrow();
        assertThat(due.from()).isEqualTo(in(130 / 60.0));
        assertThat(due.until()).isEqualTo(in(Math.ceil(351 * 11 / 600.0 * 3_600) / 3_600));
    }

    @Test
    @DisplayName("D-11 where no order explains what goes, each file may be the next")
    void noOrder() {
        PurgeMemory memory = memory(900, new Volume(5, 0), 0, new Disorder(5, 5, 5));
        assertThat(forecast(memory, waiting(50, 30, 40)).earliest()).contains(in((100 - 4) / 60.0));
    }

    @Test
    @DisplayName("D-11 while no purge was seen the first may take everything: only the room counts")
    void noPurgeSeen() {
        PurgeMemory memory = memory(900, Volume.NONE, 0, Disorder.NONE);
        assertThat(forecast(memory, waiting(500, 500, 500)).earliest()).contains(in(100 / 60.0));
    }

    @Test
    @DisplayName("CORE-9 a limit that is reached or exceeded leaves what the rank gives, and at least now")
    void fullAndMore() {
        Volume one = new Volume(1, 0);
        assertThat(forecast(busy(1_000, one), waiting(0, 0, 0)).earliest()).contains(NOON);
        assertThat(forecast(busy(1_000, one), waiting(60, 0, 0)).earliest()).contains(in(1));
        assertThat(forecast(busy(1_120, one), waiting(180, 0, 0)).earliest()).contains(in(1));
        assertThat(forecast(busy(1_120, one), waiting(60, 0, 0)).earliest()).contains(NOON);
        assertThat(forecast(busy(900, new Volume(990, 0)), waiting(50, 0, 0)).earliest())
                .contains(NOON);
    }

    @Test
    @DisplayName("D-11 of two limits the one that is reached first counts")
    void twoLimits() {
        PurgePool both = new PurgePool("d", OptionalLong.of(1_000), OptionalLong.of(3_000));
        PurgeMemory memory = busy(900, new Volume(1, 1));
        assertThat(PurgeClock.forecast(Optional.of(both), memory, List.of(), waiting(50, 0, 0), NOON)
                        .earliest())
                .contains(in(150 / 60.0));
        PurgePool tight = new PurgePool("d", OptionalLong.of(1_000), OptionalLong.of(750));
        // 700 bytes are known to be there.
        assertThat(PurgeClock.forecast(Optional.of(tight), memory, List.of(), waiting(50, 0, 0), NOON)
                        .earliest())
                .contains(in(100 / 600.0));
    }

    @Test
    @DisplayName(
            "CORE-9 D-11 no limit, no scan and no production are unknown, never safe; no file waiting is said as such")
    void nothingToGoBy() {
        Standings waiting = waiting(1, 1, 1);
        PurgePool unlimited = new PurgePool("d", OptionalLong.empty(), OptionalLong.empty());
        PurgeMemory memory = busy(900, new Volume(1, 0));
        assertThat(PurgeClock.forecast(Optional.empty(), memory, List.of(), waiting, NOON))
                .isEqualTo(new Unknown(Reason.NO_LIMIT));
        assertThat(PurgeClock.forecast(
                        Optional.of(unlimited), memory, List.of(), new Standings(Volume.NONE, Map.of()), NOON))
                .isEqualTo(new Unknown(Reason.NO_LIMIT));
        assertThat(forecast(PurgeMemory.EMPTY, waiting)).isEqualTo(new Unknown(Reason.NOT_SCANNED));
        assertThat(PurgeClock.forecast(LIMIT, memory, List.of(PurgeMemory.EMPTY), waiting, NOON))
                .isEqualTo(new Unknown(Reason.NOT_SCANNED));
        PurgeMemory still = PurgeMemory.EMPTY.plus(
                new PurgeObservation(NOON, new Volume(5, 0), Map.of(), 0, Volume.NONE, Disorder.NONE));
        assertThat(forecast(still, waiting)).isEqualTo(new Unknown(Reason.NO_PRODUCTION));
        assertThat(forecast(still, new Standings(Volume.NONE, Map.of())))
                .isEqualTo(new NothingWaiting(Optional.empty()));
        PurgeForecast nothing = forecast(memory, new Standings(new Volume(700, 700), Map.of()));
        assertThat(nothing.earliest()).isEmpty();
        assertThat(((NothingWaiting) nothing).next().orElseThrow().from()).isEqualTo(in(100 / 60.0));
    }

    @Test
    @DisplayName("CORE-9 a source that makes nothing is idle, with the deadline that would be if it began again")
    void idle() {
        PurgeMemory memory = memory(900, new Volume(10, 0), 3, new Disorder(0, 9, 9));
        Idle idle = (Idle) forecast(memory, waiting(50, 3, 4));
        assertThat(idle.since()).isEqualTo(in(-3));
        assertThat(idle.earliest()).contains(in(141 / 60.0));
        PurgeForecast together =
                PurgeClock.forecast(LIMIT, memory, List.of(busy(10, Volume.NONE)), waiting(50, 3, 4), NOON);
        assertThat(together).as("another source of the pool is at work").isInstanceOf(Due.class);
    }

    @Test
    @DisplayName("D-11 sources of one pool share its room; one that was looked at hours ago may have grown since")
    void severalSources() {
        PurgeMemory other = busy(50, new Volume(6, 0));
        Volume ten = new Volume(10, 0);
        assertThat(PurgeClock.forecast(LIMIT, busy(900, ten), List.of(other), waiting(50, 3, 4), NOON)
                        .earliest())
                .contains(in((50 + 50 - 15) / 120.0));
        Instant later = NOON.plus(Duration.ofMinutes(15));
        assertThat(PurgeClock.forecast(LIMIT, busy(900, ten), List.of(other), waiting(50, 3, 4), later)
                        .earliest())
                .contains(later.plusSeconds((50 - 15 + 50 - 15) * 30));
    }

    @Test
    @DisplayName("CORE-9 no forecast reaches further than ten years")
    void theHorizon() {
        PurgePool vast = new PurgePool("d", OptionalLong.of(Long.MAX_VALUE), OptionalLong.of(Long.MAX_VALUE));
        Due due = PurgeClock.forecast(Optional.of(vast), busy(900, new Volume(1, 0)), List.of(), waiting(1, 1, 1), NOON)
                .due()
                .orElseThrow();
        assertThat(due).isEqualTo(new Due(NOON.plus(PurgeClock.HORIZON), NOON.plus(PurgeClock.HORIZON)));
        assertThatThrownBy(() -> new Due(NOON, NOON.minusNanos(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName(
            "CORE-9 a silent runner's deadline stands, an idle one is taken to have begun again, and none is called safe")
    void silence() {
        Due due = new Due(in(5), in(9));
        Instant sent = NOON.minusSeconds(90);
        Duration wrong = Duration.ofSeconds(90);
        Due heard = new Due(in(5).plus(wrong), in(9).plus(wrong));
        Instant soon = NOON.plus(Duration.ofMinutes(5));
        Instant late = soon.plusSeconds(1);
        for (Instant now : List.of(NOON, late, NOON.plus(Duration.ofDays(3)))) {
            assertThat(PurgeForecast.extrapolate(due, sent, NOON, now)).isEqualTo(heard);
        }
        Idle idle = new Idle(in(-4), due);
        assertThat(PurgeForecast.extrapolate(idle, sent, NOON, soon)).isEqualTo(new Idle(in(-4).plus(wrong), heard));
        assertThat(PurgeForecast.extrapolate(idle, sent, NOON, late)).isEqualTo(heard);
        NothingWaiting nothing = new NothingWaiting(Optional.of(due));
        assertThat(PurgeForecast.extrapolate(nothing, sent, NOON, soon))
                .isEqualTo(new NothingWaiting(Optional.of(heard)));
        assertThat(PurgeForecast.extrapolate(nothing, sent, NOON, late)).isEqualTo(heard);
        assertThat(PurgeForecast.extrapolate(new NothingWaiting(Optional.empty()), sent, NOON, late))
                .isEqualTo(new Unknown(Reason.SILENT));
        Unknown unknown = new Unknown(Reason.NO_LIMIT);
        assertThat(PurgeForecast.extrapolate(unknown, sent, NOON, late)).isEqualTo(unknown);
    }

    @Test
    @DisplayName("D-11 a pool has a plain name and limits above zero")
    void pools() {
        assertThatThrownBy(() -> new PurgePool("", OptionalLong.empty(), OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PurgePool("a b", OptionalLong.empty(), OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PurgePool("d", OptionalLong.of(0), OptionalLong.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PurgePool("d", OptionalLong.empty(), OptionalLong.of(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(POOL.hasLimit()).isTrue();
    }
}

package io.datasync.drills.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.drills.story.Witness.World;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * An instrument that produces, purges, is late, rewrites, renames and is switched off, over thirty days; the ledger, the seals, the balance
 * and every byte of the archive are checked each day. Two cycles on each day that the PC works, at noon and in the evening.
 */
@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ_WRITE)
class ThirtyDaysIT {
    /** On the sixteenth day summer time begins. */
    private static final LocalDate FIRST = LocalDate.of(2036, 3, 15);

    private static final Duration EACH = Duration.ofMinutes(20);

    private Sandbox sandbox;
    private StoryPc pc;
    private Witness witness;
    private Audit audit;
    private Duration serverOffset = Duration.ZERO;
    private int today;

    @BeforeEach
    void begin(Sandbox shared) throws IOException, SyncException {
        sandbox = shared;
        pc = new StoryPc(sandbox, FIRST.atTime(7, 0).atZone(StoryPc.ZONE).toInstant());
        witness = new Witness(StoryPc.ZONE, StoryPc.QUIET);
        audit = new Audit(sandbox, pc, witness);
    }

    @AfterEach
    void end() {
        sandbox.server().clockBack();
        pc.close();
    }

    @Test
    @DisplayName(
            "CORE-2 CORE-5 CORE-8 CORE-10 CORE-11 CORE-13 D-1 D-2 D-3 D-10 D-12 D-13 D-21 D-22 thirty days of an instrument")
    void thirtyDays() throws IOException, SyncException {
        quietDays(3);
        aLateFile();
        aFileIsRewritten();
        aFileIsRewrittenUnderItsSeal();
        filesAreRenamed();
        switchedOff(2);
        onlyTheInstrumentWorks();
        quietDays(1);
        theServerIsAway();
        theClocksChange();
        theArchiveIsAway();
        theSourceIsAway();
        tooManyChangeAtOnce();
        aFileIsBeingWritten();
        foldersThatAreNoDays();
        theInstrumentStops();
        assertThat(today).isEqualTo(30);
    }

    private void quietDays(int days) throws IOException, SyncException {
        for (int day = 0; day < days; day++) {
            morning();
            evening();
        }
    }

    /** It opens a sealed folder, which is sealed anew a day later. */
    private void aLateFile() throws IOException, SyncException {
        LocalDate old = day().minusDays(2);
        assertThat(audit.sealed()).contains(old.toString());
        morning();
        pc.write(pc.folder(old).resolve("late.csv"), "late\n");
        evening();
        assertThat(audit.sealed()).doesNotContain(old.toString());
        morning();
        evening();
        assertThat(audit.sealed()).contains(old.toString());
        assertThat(audit.certificatesOf(old.toString())).isEqualTo(2);
    }

    /** In a folder that is open still: what it was becomes a version. */
    private void aFileIsRewritten() throws IOException, SyncException {
        morning();
        Path file = pc.files(day()).get(0);
        pc.rewrite(file);
        evening();
        assertThat(audit.versions(pc.name(file))).isEqualTo(1);
    }

    /** No probe sees it: neither the folder's time nor its number of names changes, also by no purge until then. The rotation does. */
    private void aFileIsRewrittenUnderItsSeal() throws IOException, SyncException {
        LocalDate old = day().minusDays(2);
        morning();
        assertThat(audit.sealed()).contains(old.toString());
        Path file = pc.files(old).get(5);
        pc.rewrite(file);
        witness.rewrittenUnderSeal(pc.name(file), pc.clock.instant().plus(Duration.ofDays(StoryPc.RESCAN_DAYS)));
        evening();
        quietDays(2);
        assertThat(audit.versions(pc.name(file))).isEqualTo(1);
    }

    /** One that is archived, and one that is not yet: under its old name that is lost. */
    private void filesAreRenamed() throws IOException, SyncException {
        pc.rename(pc.files(day().minusDays(1)).get(11), "sample.csv");
        morning();
        pc.produce(6, EACH);
        clock("18:50");
        Path fresh = pc.beginFile();
        assertThat(cycle(World.GOOD).balance().inFlight()).isEqualTo(1);
        pc.rename(fresh, "fresh.csv");
        clock("19:00");
        checkDay(cycle(World.GOOD));
        assertThat(witness.lost()).containsExactly(pc.name(fresh));
    }

    /** No file and no cycle: a PC that is silent proves nothing. */
    private void switchedOff(int days) {
        today += days;
    }

    /** The agent is off for a day, and finds later what came. */
    private void onlyTheInstrumentWorks() throws IOException {
        clock("08:00");
        pc.produce(12, EACH);
        today++;
    }

    /** Archiving goes on all day; the server hears of it on the next. */
    private void theServerIsAway() throws IOException, SyncException {
        World world = new World(true, false, false);
        pc.network().refuse();
        clock("08:00");
        pc.produce(6, EACH);
        clock("12:00");
        assertThat(cycle(world).reported()).isFalse();
        pc.produce(6, EACH);
        clock("19:00");
        assertThat(cycle(world).reported()).isFalse();
        audit.archive();
        pc.network().pass();
        today++;
    }

    /** Files before, within and after the hour that does not exist; the last one is seen on the next day. */
    private void theClocksChange() throws IOException, SyncException {
        assertThat(StoryPc.ZONE.getRules().getOffset(at("00:00")))
                .isNotEqualTo(StoryPc.ZONE.getRules().getOffset(at("12:00")));
        clock("00:10");
        pc.produce(3, Duration.ofMinutes(50));
        morning();
        evening();
        today--;
        clock("23:50");
        pc.produce(1, Duration.ofMinutes(5));
        today++;
    }

    /** The purge wins the race: what waits longest is gone when the archive is back. */
    private void theArchiveIsAway() throws IOException, SyncException {
        World world = new World(false, true, false);
        int lostBefore = witness.lost().size();
        morning();
        StoryPc.away(pc.archive());
        for (int day = 0; day < 6; day++) {
            if (day > 0) {
                clock("08:00");
                pc.produce(6, EACH);
                clock("12:00");
                assertThat(failure(cycle(world))).isEqualTo(ErrorCode.SHARE_MISSING);
            }
            pc.produce(6, EACH);
            clock("19:00");
            assertThat(failure(cycle(world))).isEqualTo(ErrorCode.SHARE_MISSING);
            today++;
        }
        StoryPc.back(pc.archive());
        morning();
        evening();
        assertThat(witness.lost()).hasSizeGreaterThan(lostBefore);
    }

    /** Nothing is called vanished. */
    private void theSourceIsAway() throws IOException, SyncException {
        clock("08:00");
        pc.produce(6, EACH);
        clock("12:00");
        StoryPc.away(pc.source());
        assertThat(failure(pc.cycle(ChangeDecision.JUDGE))).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        StoryPc.back(pc.source());
        audit.archive();
        evening();
    }

    /** They are held until a person accepts them; one that vanishes before is lost. */
    private void tooManyChangeAtOnce() throws IOException, SyncException {
        morning();
        for (LocalDate of : List.of(day().minusDays(1), day())) {
            for (Path file : pc.files(of)) {
                pc.rewrite(file);
            }
        }
        pc.produce(6, EACH);
        clock("19:00");
        CycleResult held = cycle(World.GOOD);
        assertThat(held.balance().failed()).isEqualTo(18);
        checkDay(held);
        Path vanishing = pc.files(day().minusDays(2)).get(3);
        Files.delete(vanishing);
        morning();
        assertThat(witness.lost()).endsWith(pc.name(vanishing));
        pc.produce(6, EACH);
        clock("19:00");
        checkDay(cycle(new World(true, true, true)));
        assertThat(audit.versions(pc.name(pc.files(day().minusDays(2)).get(0)))).isEqualTo(1);
    }

    /** It is in flight at noon and archived in the evening. */
    private void aFileIsBeingWritten() throws IOException, SyncException {
        clock("11:59:58");
        pc.beginFile();
        clock("12:00");
        assertThat(cycle(World.GOOD).balance().inFlight()).isEqualTo(1);
        evening();
    }

    /** They are archived as any other, and never sealed. */
    private void foldersThatAreNoDays() throws IOException, SyncException {
        morning();
        pc.write(pc.at("2036-02-30/impossible.csv"), "no such day\n");
        pc.write(pc.at("2036-12-24/early.csv"), "not yet\n");
        evening();
    }

    /** Every day that had files is sealed in the end, each certificate holds, and with it every file. */
    private void theInstrumentStops() throws IOException, SyncException {
        for (int day = 0; day < 2; day++) {
            clock("19:00");
            checkDay(cycle(World.GOOD));
        }
        Set<String> days = new TreeSet<>();
        witness.archived().keySet().forEach(path -> days.add(path.substring(0, path.indexOf('/'))));
        days.removeAll(List.of("2036-02-30", "2036-12-24"));
        assertThat(audit.sealed()).isEqualTo(days);
        audit.certificates(true);
    }

    /** Six files and a cycle. */
    private void morning() throws IOException, SyncException {
        clock("08:00");
        pc.produce(6, EACH);
        clock("12:00");
        cycle(World.GOOD);
    }

    /** Six more files, a cycle, and the day is over. */
    private void evening() throws IOException, SyncException {
        pc.produce(6, EACH);
        clock("19:00");
        checkDay(cycle(World.GOOD));
    }

    private void checkDay(CycleResult last) throws IOException {
        audit.archive();
        audit.lossesOnTheShare();
        audit.server(last.balance().verified() + last.balance().failed());
        audit.certificates(false);
        today++;
    }

    private CycleResult cycle(World world) throws IOException, SyncException {
        moveServerClock();
        CycleResult result = pc.cycle(world.accepting() ? ChangeDecision.ACCEPT : ChangeDecision.JUDGE);
        Set<Content> archived = world.archive() ? audit.archivedContents() : Set.of();
        Balance expected = witness.look(pc.clock.instant(), pc.disk(), world, archived::contains);
        assertThat(result.balance()).as(day() + " " + result).isEqualTo(expected);
        if (world.server() && result.run().isPresent()) {
            assertThat(result.reported()).as(result.toString()).isTrue();
            String state = world.archive() ? result.isSuccess() ? "success" : "partial" : "failed";
            audit.run(result.run().get().text(), state, expected);
        }
        return result;
    }

    private static ErrorCode failure(CycleResult result) {
        return result.failure().orElseThrow().code();
    }

    private LocalDate day() {
        return FIRST.plusDays(today);
    }

    private Instant at(String time) {
        return day().atTime(LocalTime.parse(time)).atZone(StoryPc.ZONE).toInstant();
    }

    /** It gets so late; a little later each day, so that a day later is never a moment too early. */
    private void clock(String time) {
        Instant then = at(time).plus(Duration.ofMinutes(today));
        assertThat(then).isAfterOrEqualTo(pc.clock.instant());
        pc.clock.set(then);
    }

    private void moveServerClock() {
        Duration offset = Duration.between(Instant.now(), pc.clock.instant());
        sandbox.server().moveClock(offset.minus(serverOffset));
        serverOffset = offset;
    }
}

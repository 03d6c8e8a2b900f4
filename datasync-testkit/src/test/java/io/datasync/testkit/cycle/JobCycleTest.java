package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathFilter;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.scan.SourceGuard;
import io.datasync.testkit.journal.InMemoryJournal;
import io.datasync.testkit.store.SimulatedCrash;
import io.datasync.testkit.store.StoreFault;
import io.datasync.testkit.store.StoreMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCycleTest {
    private static final Duration LATER = Duration.ofMinutes(1);

    @TempDir
    Path source;

    private CycleFixture pc;

    @BeforeEach
    void aPc() throws Exception {
        pc = new CycleFixture(source);
        pc.write("2026-04-22/a.csv", "first");
        pc.write("2026-04-22/b.csv", "second");
        pc.write("2026-04-23/c.csv", "third");
    }

    private static Balance balance(long seen, long verified, long inFlight, long excluded, long failed, long lost) {
        return new Balance(seen, verified, inFlight, excluded, failed, lost);
    }

    private static Optional<ErrorCode> codeOf(CycleResult result) {
        return result.failure().map(failure -> failure.code());
    }

    @Test
    @DisplayName("I-1 I-6 a cycle archives what is there, proves it, reports it, and the balance holds")
    void aCycleArchivesEverything() throws Exception {
        CycleResult result = pc.cycle();

        assertThat(result.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(result.uploaded()).isEqualTo(3);
        assertThat(result.uploadedBytes()).isEqualTo(16);
        assertThat(result.reported()).isTrue();
        assertThat(pc.archive()).containsExactly("2026-04-22/a.csv", "2026-04-22/b.csv", "2026-04-23/c.csv");
        assertThat(pc.content("2026-04-22/b.csv")).isEqualTo("second");
        assertThat(pc.server.archived).hasSize(3);
        assertThat(pc.server.completed).singleElement().satisfies(end -> assertThat(end.balance())
                .isEqualTo(result.balance()));
    }

    @Test
    @DisplayName("D-26 a cycle with nothing to do opens no run, unless it is told always to leave one")
    void nothingToDoOpensNoRun() throws Exception {
        pc.cycle();
        CycleResult idle = pc.cycleAfter(LATER);

        assertThat(idle.run()).isEmpty();
        assertThat(idle.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(pc.server.opened).hasSize(1);

        pc.settings = pc.settings.once(Duration.ZERO);
        CycleResult again = pc.cycleAfter(LATER);
        assertThat(again.uploaded()).isZero();
        assertThat(again.run()).isPresent();
        assertThat(pc.server.opened).hasSize(2);
    }

    @Test
    @DisplayName("CORE-2 a file younger than the quiet period is in flight, and archived by a later cycle")
    void aYoungFileWaits() throws Exception {
        pc.write("2026-04-23/d.csv", "being written", Duration.ofSeconds(3));

        CycleResult young = pc.cycle();
        assertThat(young.balance()).isEqualTo(balance(4, 3, 1, 0, 0, 0));
        assertThat(named(young.waiting())).containsExactly("2026-04-23/d.csv file_changed");
        CycleResult still = pc.cycleAfter(LATER);
        assertThat(still.balance()).isEqualTo(balance(4, 4, 0, 0, 0, 0));
        assertThat(still.waiting()).isEmpty();
    }

    @Test
    @DisplayName("D-25 CORE-2 after a step of the clock every new file waits for a quiet period, old as it looks")
    void aStepOfTheClockRestartsQuietPeriods() throws Exception {
        pc.step(Duration.ofHours(5));

        assertThat(pc.cycle().balance()).isEqualTo(balance(3, 0, 3, 0, 0, 0));
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("CORE-2 a single execution waits for files to come to rest, as long as it was told")
    void aSingleExecutionWaits() throws Exception {
        pc.write("2026-04-23/d.csv", "being written", Duration.ofSeconds(3));
        pc.settings = pc.settings.once(Duration.ofSeconds(30));

        assertThat(pc.cycle().balance()).isEqualTo(balance(4, 4, 0, 0, 0, 0));
        assertThat(pc.now()).isEqualTo("2026-04-23T10:00:07Z");
    }

    @Test
    @DisplayName("CORE-2 a file dated in the future waits for the quiet period once, not until its time comes")
    void aFileFromTheFutureWaitsOnce() throws Exception {
        pc.write("2026-04-23/d.csv", "from tomorrow", Duration.ofDays(-1));

        assertThat(pc.cycle().balance().inFlight()).isEqualTo(1);
        assertThat(pc.cycleAfter(LATER).balance().inFlight()).isZero();
    }

    private static List<String> named(List<CycleResult.NamedFile> files) {
        return files.stream()
                .map(file -> file.path() + " " + file.why().code().text())
                .toList();
    }

    @Test
    @DisplayName(
            "CORE-2 a file that changes while it is read is in flight, and named with its code, until it is at rest")
    void aFileThatChangesIsNamed() throws Exception {
        List<CycleResult.NamedFile> heard = new ArrayList<>();
        pc.listener = new CycleListener() {
            @Override
            public void phase(Phase phase) {
                if (phase == Phase.UPLOAD) {
                    rewrite();
                }
            }

            @Override
            public void waiting(RelativePath path, SyncException why) {
                heard.add(new CycleResult.NamedFile(path, why));
            }
        };
        CycleResult changed = pc.cycle();
        assertThat(changed.balance()).isEqualTo(balance(3, 2, 1, 0, 0, 0));
        assertThat(changed.isSuccess()).as("in flight is no failure").isTrue();
        assertThat(changed.failures()).isEmpty();
        assertThat(named(changed.waiting())).containsExactly("2026-04-22/b.csv file_changed");
        assertThat(heard).isEqualTo(changed.waiting());

        pc.clock.advance(LATER);
        pc.settings = pc.settings.once(Duration.ofSeconds(30));
        CycleResult settled = pc.cycle();
        assertThat(heard).as("read in vain once more").hasSize(2);
        assertThat(settled.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(settled.waiting()).as("came to rest").isEmpty();
    }

    /** Writes into a file between its scan and the last look. */
    private void rewrite() {
        try {
            pc.write("2026-04-22/b.csv", "changed", Duration.ZERO);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("CORE-10 a known file that vanishes unarchived is lost, once, and said in the balance")
    void aFileThatVanishesUnarchivedIsLost() throws Exception {
        Path young = pc.write("2026-04-23/d.csv", "never archived", Duration.ofSeconds(1));
        pc.cycle();
        Files.delete(young);
        List<Object> lost = new ArrayList<>();
        pc.listener = new CycleListener() {
            @Override
            public void lost(long files, List<CycleResult.NamedFile> first) {
                lost.addAll(List.of(files, first));
            }
        };

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(4, 3, 0, 0, 0, 1));
        assertThat(result.isSuccess()).isFalse();
        assertThat(pc.server.reports).filteredOn(Report.Lost.class::isInstance).hasSize(1);
        assertThat(pc.job().losses(10)).hasSize(1);
        assertThat(named(result.lostFiles())).containsExactly("2026-04-23/d.csv file_vanished");
        assertThat(lost).as("the listener").isEqualTo(List.of(1L, result.lostFiles()));
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("D-1 CORE-13 an archived file that the source purges is reported as gone, and stays in the archive")
    void aPurgedFileStaysArchived() throws Exception {
        pc.cycle();
        Files.delete(source.resolve("2026-04-22/a.csv"));

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(2, 2, 0, 0, 0, 0));
        assertThat(pc.server.reports).filteredOn(Report.Gone.class::isInstance).hasSize(1);
        assertThat(pc.archive()).contains("2026-04-22/a.csv");
    }

    @Test
    @DisplayName(
            "D-1 what is told before the comparison is not compared: the server is asked again which folders differ")
    void whatIsToldIsNotCompared() throws Exception {
        pc.cycle();
        Files.delete(source.resolve("2026-04-22/a.csv"));
        pc.server.differing.add(FolderName.parse("2026-04-22"));
        pc.server.settledByReports = true;

        pc.cycleAfter(LATER);
        assertThat(pc.server.compared).isEmpty();
        assertThat(pc.server.opened).hasSize(3);
        assertThat(pc.server.opened.get(2).run())
                .isEqualTo(pc.server.opened.get(1).run());
    }

    @Test
    @DisplayName(
            "D-21 a run whose comparison failed stays open, and the next cycle compares, though there is nothing else to do")
    void aFailedComparisonIsMadeUpFor() throws Exception {
        pc.cycle();
        pc.server.archived.clear();
        pc.server.differing.add(FolderName.parse("2026-04-22"));
        pc.write("2026-04-22/new.csv", "new");
        pc.server.refuse(ServerDouble.Call.COMPARE, ErrorCode.SERVER_UNREACHABLE);

        CycleResult cut = pc.cycleAfter(LATER);
        assertThat(cut.uploaded()).isEqualTo(1);
        assertThat(cut.reported()).isFalse();
        assertThat(pc.server.completed).hasSize(1);

        CycleResult next = pc.cycleAfter(LATER);
        assertThat(next.run()).isEqualTo(cut.run());
        assertThat(next.reported()).isTrue();
        assertThat(next.uploaded()).isZero();
        assertThat(pc.server.archived).hasSize(3);
    }

    @Test
    @DisplayName("I-2 CORE-11 a changed file becomes the current version, and the earlier content is kept")
    void aChangedFileKeepsItsPast() throws Exception {
        pc.cycle();
        pc.write("2026-04-22/a.csv", "rewritten", Duration.ofMinutes(5));

        assertThat(pc.cycleAfter(LATER).uploaded()).isEqualTo(1);
        assertThat(pc.content("2026-04-22/a.csv")).isEqualTo("rewritten");
        assertThat(pc.store.calls()).contains(StoreMethod.RETIRE);
    }

    @Test
    @DisplayName("D-2 a scan that is not believed leaves nothing behind: what it alone saw is no loss later")
    void aScanThatIsNotBelieved() throws Exception {
        for (int i = 0; i < SourceGuard.FALL_FLOOR_FILES; i++) {
            pc.write("2026-04-23/" + i + ".csv", "own", Duration.ofMinutes(2 + i));
        }
        pc.cycle();
        Path own = source.resolve("2026-04-23");
        Path away = source.resolveSibling(source.getFileName() + "-own");
        Files.move(own, away);
        pc.write("2026-04-24/other.csv", "of another disk");

        assertThat(codeOf(pc.cycleAfter(LATER))).contains(ErrorCode.SOURCE_CHANGED);
        Files.delete(source.resolve("2026-04-24/other.csv"));
        Files.delete(source.resolve("2026-04-24"));
        Files.move(away, own);
        CycleResult back = pc.cycleAfter(LATER);
        assertThat(back.failure()).isEmpty();
        assertThat(back.balance().lost()).isZero();
        assertThat(pc.server.reports).noneMatch(Report.Lost.class::isInstance);
    }

    @Test
    @DisplayName(
            "D-2 a person may say that another folder, with most files gone, is the source: then they are gone and lost")
    void aPersonAcceptsTheSource() throws Exception {
        pc.cycle();
        pc.write("2026-04-23/young.csv", "never archived", Duration.ofSeconds(1));
        pc.cycleAfter(Duration.ofSeconds(1));
        Path old = source.resolveSibling(source.getFileName() + "-old");
        Files.move(source, old);
        pc.write("2026-04-24/new.csv", "of the new disk");
        assertThat(codeOf(pc.cycleAfter(LATER))).contains(ErrorCode.SOURCE_CHANGED);

        pc.settings = pc.settings.acceptingSource();
        CycleResult accepted = pc.cycleAfter(LATER);
        assertThat(accepted.failure()).isEmpty();
        assertThat(accepted.balance()).isEqualTo(balance(2, 1, 0, 0, 0, 1));
        assertThat(pc.server.reports).filteredOn(Report.Gone.class::isInstance).hasSize(3);

        pc.settings = CycleSettings.defaults(CycleFixture.JOB);
        assertThat(pc.cycleAfter(LATER).failure()).isEmpty();
        assertThat(pc.archive()).hasSize(4);
    }

    @Test
    @DisplayName("D-2 a file that is gone when it is to be read is in flight; whether it is lost, the next scan says")
    void goneWhenItIsToBeRead() throws Exception {
        pc.listener = new CycleListener() {
            @Override
            public void phase(Phase phase) {
                if (phase == Phase.UPLOAD) {
                    moveAside("2026-04-22");
                }
            }
        };
        assertThat(pc.cycle().balance()).isEqualTo(balance(3, 1, 2, 0, 0, 0));
        pc.listener = CycleListener.NONE;
        Files.move(aside(), source.resolve("2026-04-22"));
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(pc.server.reports).noneMatch(Report.Lost.class::isInstance);
    }

    private Path aside() {
        return source.resolveSibling(source.getFileName() + "-aside");
    }

    private void moveAside(String folder) {
        try {
            Files.move(source.resolve(folder), aside());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName(
            "CORE-10 a first scan that is killed is followed by one that knows its root: what went meanwhile is lost, and the balance holds")
    void aFirstScanThatIsKilled() throws Exception {
        pc.listener = new CycleListener() {
            @Override
            public void phase(Phase phase) {
                if (phase == Phase.COMPARE) {
                    throw new SimulatedCrash("after the scan");
                }
            }
        };
        assertThatThrownBy(() -> pc.cycle()).isInstanceOf(SimulatedCrash.class);
        pc.listener = CycleListener.NONE;
        pc.restart();
        Files.delete(source.resolve("2026-04-22/a.csv"));

        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(3, 2, 0, 0, 0, 1));
    }

    @Test
    @DisplayName("DR-N D-6 what a cut left half done in the archive is made good though the source is away")
    void recoveryNeedsNoSource() throws Exception {
        pc.cycle();
        pc.write("2026-04-22/a.csv", "rewritten");
        pc.store.queue(StoreMethod.PUBLISH, StoreFault.nothing());
        for (int i = 0; i < 20; i++) {
            pc.store.queue(StoreMethod.PUBLISH, StoreFault.before(ErrorCode.SHARE_UNREACHABLE));
        }
        pc.cycleAfter(LATER);
        assertThat(pc.archive()).doesNotContain("2026-04-22/a.csv");
        pc.restart();
        Files.move(source, aside());

        assertThat(codeOf(pc.cycleAfter(LATER))).contains(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(pc.content("2026-04-22/a.csv")).isEqualTo("rewritten");
        Files.move(aside(), source);
    }

    @Test
    @DisplayName("D-2 a source that is not there fails the run and touches nothing that is known")
    void anAbsentSourceIsNotAnEmptyOne() throws Exception {
        pc.cycle();
        Path away = source.resolveSibling(source.getFileName() + "-away");
        Files.move(source, away);
        try {
            CycleResult missing = pc.cycleAfter(LATER);
            assertThat(codeOf(missing)).contains(ErrorCode.SOURCE_UNREACHABLE);
            Files.createDirectory(source);
            CycleResult empty = pc.cycleAfter(LATER);
            assertThat(codeOf(empty)).contains(ErrorCode.SOURCE_UNREACHABLE);
            pc.write("2026-04-23/other.csv", "of another disk");
            CycleResult exchanged = pc.cycleAfter(LATER);
            assertThat(codeOf(exchanged)).contains(ErrorCode.SOURCE_CHANGED);
            Files.delete(source.resolve("2026-04-23/other.csv"));
            Files.delete(source.resolve("2026-04-23"));
            Files.delete(source);
        } finally {
            Files.move(away, source);
        }
        assertThat(pc.server.completed)
                .filteredOn(end -> end.failure().isPresent())
                .hasSize(3);
        assertThat(pc.server.reports).allMatch(Report.Verified.class::isInstance);
        CycleResult back = pc.cycleAfter(LATER);
        assertThat(back.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(back.uploaded()).isZero();
    }

    @Test
    @DisplayName(
            "D-21 D-22 AGT-3 without the server archiving goes on, and everything is told later under the same run")
    void withoutTheServerArchivingGoesOn() throws Exception {
        pc.server.away(true);
        CycleResult offline = pc.cycle();
        assertThat(offline.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(offline.reported()).isFalse();
        assertThat(pc.archive()).hasSize(3);

        pc.server.away(false);
        CycleResult online = pc.cycleAfter(LATER);
        assertThat(online.reported()).isTrue();
        assertThat(online.run()).isEqualTo(offline.run());
        assertThat(online.uploaded()).isZero();
        assertThat(pc.server.archived).hasSize(3);
        assertThat(pc.server.opened).singleElement().satisfies(open -> assertThat(open.startedOffline())
                .isTrue());
    }

    @Test
    @DisplayName("D-21 facts of a run that the server has closed go into a new run that continues it")
    void aClosedRunIsContinued() throws Exception {
        pc.server.refuse(ServerDouble.Call.COMPLETE, ErrorCode.SERVER_ERROR);
        assertThat(pc.cycle().reported()).isFalse();
        pc.server.refuse(ServerDouble.Call.OPEN, ErrorCode.RUN_CLOSED);

        CycleResult next = pc.cycleAfter(LATER);
        assertThat(next.run()).contains(new RunId("run-2"));
        assertThat(next.uploaded()).isZero();
        OpenRequest request = pc.server.opened.get(1);
        assertThat(request.continues()).contains(new RunId("run-1"));
    }

    @Test
    @DisplayName("RUN-2 a run that was overtaken in the middle goes on archiving and tells nobody")
    void anOvertakenRunTellsNobody() throws Exception {
        pc.server.refuse(ServerDouble.Call.PROGRESS, ErrorCode.STALE_TOKEN);

        CycleResult result = pc.cycle();
        assertThat(result.balance().verified()).isEqualTo(3);
        assertThat(result.reported()).isFalse();
        assertThat(pc.server.archived).isEmpty();
        assertThat(pc.server.completed).isEmpty();
        assertThat(pc.cycleAfter(LATER).reported()).isTrue();
        assertThat(pc.server.archived).hasSize(3);
    }

    @Test
    @DisplayName("D-20 an agent does not work for a server that gives a lower token than before")
    void aLowerTokenIsRefused() throws Exception {
        pc.cycle();
        pc.write("2026-04-23/d.csv", "more");
        pc.cycleAfter(LATER);
        pc.server.forgetTokens();
        pc.write("2026-04-23/e.csv", "yet more");

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.reported()).isFalse();
        assertThat(result.balance().verified()).isEqualTo(5);
        assertThat(pc.job().highestToken()).isEqualTo(new FencingToken(1, 2));
        assertThat(pc.server.archived).hasSize(4);
    }

    @Test
    @DisplayName("D-4 AGT-5 an agent that lost its journal takes over what the server knows, and uploads nothing")
    void aLostJournalUploadsNothing() throws Exception {
        pc.cycle();
        pc.journal = new InMemoryJournal();
        pc.server.differing.addAll(List.of(FolderName.parse("2026-04-22"), FolderName.parse("2026-04-23")));

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.uploaded()).isZero();
        assertThat(result.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(pc.server.compared)
                .as("D-2: a root seen for the first time says nothing about what is gone")
                .isNotEmpty()
                .noneMatch(CompareLine.End::complete);
    }

    @Test
    @DisplayName("D-21 a server that lost its index is told everything again, and nothing is uploaded")
    void aLostIndexIsToldAgain() throws Exception {
        pc.cycle();
        pc.server.archived.clear();
        pc.server.differing.addAll(List.of(FolderName.parse("2026-04-22"), FolderName.parse("2026-04-23")));
        pc.settings = pc.settings.once(Duration.ZERO);

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.uploaded()).isZero();
        assertThat(pc.server.archived).hasSize(3);
        assertThat(pc.server.compared).allMatch(CompareLine.End::complete);
    }

    @Test
    @DisplayName("OPS-6 a full share fails the run, loses nothing, and the next run goes on from there")
    void aFullShareFailsTheRun() throws Exception {
        pc.store.fullAfter(8);

        CycleResult full = pc.cycle();
        assertThat(codeOf(full)).contains(ErrorCode.SHARE_FULL);
        assertThat(full.balance()).isEqualTo(balance(3, 1, 2, 0, 0, 0));
        assertThat(pc.archive()).hasSize(1);

        pc.restart();
        CycleResult after = pc.cycleAfter(LATER);
        assertThat(after.balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(after.uploaded()).isEqualTo(2);
    }

    @Test
    @DisplayName("RUN-8 one file that cannot be archived is named, and delays nobody else")
    void oneFailedFileIsNamed() throws Exception {
        for (int i = 0; i < pc.settings.transfer().triesMax(); i++) {
            pc.store.queue(StoreMethod.PUBLISH, StoreFault.before(ErrorCode.SHARE_IO));
        }
        CycleResult result = pc.cycle();
        assertThat(result.balance()).isEqualTo(balance(3, 2, 0, 0, 1, 0));
        assertThat(result.isSuccess()).isFalse();
        assertThat(result.failures())
                .singleElement()
                .satisfies(file -> assertThat(file.why().code()).isEqualTo(ErrorCode.SHARE_IO));
        assertThat(pc.server.reports)
                .filteredOn(Report.Failed.class::isInstance)
                .hasSize(1);
    }

    @Test
    @DisplayName("AGT-14 what a filter leaves out is excluded; leaving out what was pending is no loss")
    void aChangedFilterLosesNothing() throws Exception {
        pc.write("2026-04-23/d.raw", "never archived", Duration.ofSeconds(1));
        pc.cycle();
        pc.settings = pc.settings.with(PathFilter.of(List.of(), List.of("*.raw", "a.csv")), pc.settings.quietPeriod());

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.balance()).isEqualTo(balance(4, 2, 0, 2, 0, 0));
        assertThat(pc.job().losses(10)).isEmpty();
        assertThat(pc.server.reports).filteredOn(Report.Gone.class::isInstance).hasSize(1);
    }

    @Test
    @DisplayName("D-3 D-15 links are seen and excluded; folders never count, and empty ones are kept")
    void linksAreExcluded() throws Exception {
        Files.createSymbolicLink(source.resolve("link"), source.resolve("2026-04-22"));
        Files.createDirectories(source.resolve("2026-04-24/empty"));

        CycleResult result = pc.cycle();
        assertThat(result.balance()).isEqualTo(balance(4, 3, 0, 1, 0, 0));
        assertThat(pc.archive()).hasSize(3);
        assertThat(pc.store.calls()).contains(StoreMethod.MAKE_FOLDER);
        assertThat(pc.cycleAfter(LATER).run()).isEmpty();
    }
}

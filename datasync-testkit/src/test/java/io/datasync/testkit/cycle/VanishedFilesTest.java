package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.protocol.Report;
import io.datasync.core.scan.SourceGuard;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Files and sources that are gone")
class VanishedFilesTest extends OnePc {
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
        pc.store.queue(StoreMethod.PUBLISH, Verdict.goOn());
        for (int i = 0; i < 20; i++) {
            pc.store.queue(StoreMethod.PUBLISH, Verdict.fails(ErrorCode.SHARE_UNREACHABLE));
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
}

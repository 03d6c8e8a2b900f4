package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathFilter;
import io.datasync.core.protocol.Report;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JobCycleTest extends OnePc {
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
    @DisplayName("I-2 CORE-11 a changed file becomes the current version, and the earlier content is kept")
    void aChangedFileKeepsItsPast() throws Exception {
        pc.cycle();
        pc.write("2026-04-22/a.csv", "rewritten", Duration.ofMinutes(5));

        assertThat(pc.cycleAfter(LATER).uploaded()).isEqualTo(1);
        assertThat(pc.content("2026-04-22/a.csv")).isEqualTo("rewritten");
        assertThat(pc.store.calls()).contains(StoreMethod.RETIRE);
    }

    @Test
    @DisplayName("RUN-8 one file that cannot be archived is named, and delays nobody else")
    void oneFailedFileIsNamed() throws Exception {
        for (int i = 0; i < pc.settings.transfer().triesMax(); i++) {
            pc.store.queue(StoreMethod.PUBLISH, Verdict.fails(ErrorCode.SHARE_IO));
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

    @Test
    @DisplayName(
            "D-15, D-6 an empty folder that becomes a file is archived as one, and as a folder when it is one again")
    void anEmptyFolderBecomesAFile() throws Exception {
        Files.createDirectories(source.resolve("2026-04-24/thing"));
        pc.cycle();
        Files.delete(source.resolve("2026-04-24/thing"));
        pc.write("2026-04-24/thing", "a file now");

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.failures()).isEmpty();
        assertThat(result.balance()).isEqualTo(balance(4, 4, 0, 0, 0, 0));
        assertThat(pc.content("2026-04-24/thing")).isEqualTo("a file now");

        Files.delete(source.resolve("2026-04-24/thing"));
        pc.write("2026-04-24/thing/part", "a folder with a file");
        result = pc.cycleAfter(LATER);
        assertThat(result.failures()).isEmpty();
        assertThat(result.balance()).isEqualTo(balance(4, 4, 0, 0, 0, 0));
        assertThat(pc.archive()).contains("2026-04-24/thing/part").doesNotContain("2026-04-24/thing");
        assertThat(pc.store.calls()).contains(StoreMethod.REMOVE_EMPTY_FOLDER, StoreMethod.RETIRE);
        assertThat(pc.cycleAfter(LATER).run()).isEmpty();
    }

    @Test
    @DisplayName(
            "I-2 a folder whose files are archived does not give way to a file: that one fails by its name, nothing is lost")
    void aFolderWithArchivedFilesStays() throws Exception {
        pc.cycle();
        Files.delete(source.resolve("2026-04-22/a.csv"));
        Files.delete(source.resolve("2026-04-22/b.csv"));
        Files.delete(source.resolve("2026-04-22"));
        pc.write("2026-04-22", "a file now");

        CycleResult result = pc.cycleAfter(LATER);
        assertThat(named(result.failures())).containsExactly("2026-04-22 name_exists");
        assertThat(pc.content("2026-04-22/a.csv")).isEqualTo("first");
        assertThat(pc.archive()).hasSize(3);
    }
}

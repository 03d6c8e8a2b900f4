package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.RunId;
import io.datasync.core.loss.LossExport;
import io.datasync.core.loss.LossFileReader;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import io.datasync.testkit.cycle.ServerDouble.Call;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The copy of the loss ledger on the share")
class LossFilesTest extends OnePc {
    /** A file that is seen too young to be archived, and then deleted. */
    private Path seen(String name) throws Exception {
        Path young = pc.write("2026-04-23/" + name, "never archived", Duration.ofSeconds(1));
        pc.cycle();
        return young;
    }

    private List<String> losses(String run) throws Exception {
        try (ArchiveStore look = pc.share.open()) {
            Optional<byte[]> content = look.control(ControlName.lossesOf(run));
            List<String> paths = new ArrayList<>();
            if (content.isPresent()) {
                LossFileReader.read(content.get())
                        .forEach(loss -> paths.add(loss.path().text()));
            }
            return paths;
        }
    }

    private static String run(CycleResult result) {
        return result.run().map(RunId::text).orElseThrow();
    }

    @Test
    @DisplayName("D-13 the losses of a run lie on the share before the run is ended at the server")
    void lossesAreWritten() throws Exception {
        Files.delete(seen("d.csv"));
        pc.store.queue(StoreMethod.WRITE_CONTROL, Verdict.goOn());
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(losses(run(result))).containsExactly("2026-04-23/d.csv");
        Report.Lost told = pc.server.reports.stream()
                .filter(Report.Lost.class::isInstance)
                .map(Report.Lost.class::cast)
                .findFirst()
                .orElseThrow();
        try (ArchiveStore look = pc.share.open()) {
            assertThat(LossFileReader.read(
                            look.control(ControlName.lossesOf(run(result))).orElseThrow()))
                    .containsExactly(told);
        }
    }

    @Test
    @DisplayName(
            "D-13 a share that cannot take them stops no run; the next cycle writes them under their own run, an idle one too")
    void theShareIsAway() throws Exception {
        Files.delete(seen("d.csv"));
        List<ErrorCode> heard = new ArrayList<>();
        pc.listener = new CycleListener() {
            @Override
            public void lossesNotWritten(SyncException why) {
                heard.add(why.code());
            }
        };
        pc.store.queue(StoreMethod.WRITE_CONTROL, Verdict.fails(ErrorCode.SHARE_FULL));
        CycleResult result = pc.cycleAfter(LATER);
        assertThat(result.failure()).isEmpty();
        assertThat(result.reported()).isTrue();
        assertThat(heard).containsExactly(ErrorCode.SHARE_FULL);
        assertThat(losses(run(result))).isEmpty();

        pc.restart();
        assertThat(pc.cycleAfter(LATER).run()).isEmpty();
        assertThat(losses(run(result))).containsExactly("2026-04-23/d.csv");
        int calls = pc.store.calls().size();
        pc.cycleAfter(LATER);
        assertThat(pc.store.calls()).hasSize(calls);
    }

    @Test
    @DisplayName("D-13 I-12 a run that is resumed has all its losses in its file; an answer that got lost does no harm")
    void aResumedRun() throws Exception {
        Files.delete(seen("d.csv"));
        Path second = pc.write("2026-04-23/e.csv", "too young", Duration.ZERO);
        pc.server.refuse(Call.COMPLETE, ErrorCode.SERVER_UNREACHABLE);
        pc.store.queue(StoreMethod.WRITE_CONTROL, Verdict.answerLost(Part.STORE));
        CycleResult first = pc.cycleAfter(Duration.ofSeconds(1));
        assertThat(first.reported()).isFalse();
        Files.delete(second);
        CycleResult resumed = pc.cycleAfter(LATER);
        assertThat(run(resumed)).isEqualTo(run(first));
        assertThat(losses(run(first))).containsExactly("2026-04-23/d.csv", "2026-04-23/e.csv");
    }

    @Test
    @DisplayName("D-13 I-11 more losses than a file holds go into further parts; a full part is not written again")
    void manyLosses() throws Exception {
        JobJournal journal = pc.job();
        RunId run = new RunId("many");
        lose(journal, 4_100, 0);
        LossExport export = new LossExport(journal, pc.store);
        export.write(run);
        assertThat(losses("many")).hasSize(2_000);
        assertThat(losses("many.part-2")).hasSize(2_000);
        assertThat(losses("many.part-3")).hasSize(100);
        lose(journal, 7, 5_000);
        int calls = pc.store.calls().size();
        export.write(run);
        assertThat(pc.store.calls()).hasSize(calls + 1);
        assertThat(losses("many.part-3")).hasSize(107);
        export.write(run);
        assertThat(pc.store.calls()).hasSize(calls + 1);
    }

    private void lose(JobJournal journal, int files, int from) throws SyncException {
        long scan = journal.beginScan();
        List<SourceEntry> entries = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            entries.add(SourceEntry.file(RelativePath.known("many/" + (from + i)), i, i));
        }
        journal.observe(scan, entries);
        journal.stageVanished(scan, entries);
        journal.applyVanished(scan, pc.now());
    }
}

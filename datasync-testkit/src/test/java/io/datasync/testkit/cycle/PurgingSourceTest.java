package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.fault.StoreMethod;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole cycles against the server's own rules, of a PC that deletes its oldest files by itself. */
class PurgingSourceTest {
    private static final RunnerId PC = new RunnerId("pc-1");
    private static final int DAYS = 6;
    private static final int A_DAY = 16;
    private static final String CONTENT = "measured on day ";

    @TempDir
    Path source;

    private CycleFixture pc;
    private Counting server;

    @BeforeEach
    void aPc() throws Exception {
        pc = new CycleFixture(source);
        InMemoryStateIndex index = new InMemoryStateIndex(pc.clock);
        index.addJob(CycleFixture.JOB, PC, "memory:geometry");
        CoordinatorRules rules = new CoordinatorRules(
                index,
                new NoLedger(),
                event -> {},
                new SealingParts(new InMemoryArchives(), new InMemoryKeys(), pc.clock),
                CoordinatorSettings.DEFAULTS);
        server = new Counting(rules.forRunner(PC));
        pc.coordinator = server;
    }

    @Test
    @DisplayName(
            "D-1 a source that purges half of each old folder in every cycle: only what is new is read, sent and compared")
    void halfOfEachOldFolderGoes() throws Exception {
        Set<String> everything = new TreeSet<>();
        for (int day = 0; day < DAYS; day++) {
            for (int old = 0; old < day; old++) {
                purgeHalf(folder(old));
            }
            for (int i = 0; i < A_DAY; i++) {
                String path = folder(day) + "/part-" + (100 + i);
                pc.write(path, CONTENT + day, Duration.ofMinutes(100 - i));
                everything.add(path);
            }
            int staged = staged();
            CycleResult result = pc.cycle();

            assertThat(result.failure()).isEmpty();
            assertThat(result.reported()).isTrue();
            assertThat(result.balance().seen())
                    .isEqualTo(result.balance().verified())
                    .isEqualTo(atSource());
            assertThat(result.uploaded()).as("files sent on day %d", day).isEqualTo(A_DAY);
            assertThat(result.uploadedBytes())
                    .as("bytes sent on day %d", day)
                    .isEqualTo((long) A_DAY * (CONTENT.length() + 1));
            assertThat(staged() - staged)
                    .as("files written to the share on day %d", day)
                    .isEqualTo(A_DAY);
            assertThat(server.compared).as("entries compared by day %d", day).isEmpty();
            assertThat(pc.archive()).isEqualTo(everything);
            pc.clock.advance(Duration.ofDays(1));
        }
        pc.journal = new InMemoryJournal();
        CycleResult relearned = pc.cycle();
        assertThat(relearned.uploaded()).isZero();
        assertThat(server.compared)
                .as("after the journal was lost: what is at the source, and nothing that was purged")
                .hasSize((int) atSource());
    }

    private static String folder(int day) {
        return "2026-04-" + (10 + day);
    }

    /** The oldest half, as such an instrument does. */
    private void purgeHalf(String folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(source.resolve(folder))) {
            files = listed.sorted().toList();
        }
        for (Path file : files.subList(0, files.size() / 2)) {
            Files.delete(file);
        }
    }

    private long atSource() throws IOException {
        try (Stream<Path> all = Files.walk(source)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private int staged() {
        return (int) pc.store.calls().stream().filter(StoreMethod.STAGE::equals).count();
    }

    /** There is one node, whose memory nobody loses. */
    private static final class NoLedger implements EpochLedger {
        @Override
        public long read(String archiveUrl) {
            return 0;
        }

        @Override
        public void raise(String archiveUrl, long epoch) {}
    }

    /** Notes which entries are compared one by one. */
    private static final class Counting implements Coordinator {
        final Set<String> compared = new HashSet<>();
        private final Coordinator target;

        Counting(Coordinator target) {
            this.target = target;
        }

        @Override
        public OpenAnswer open(OpenRequest request) throws SyncException {
            return target.open(request);
        }

        @Override
        public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
                throws SyncException {
            CompareLines noted = () -> {
                CompareLine line = lines.next();
                if (line instanceof CompareLine.Item item) {
                    compared.add(item.entry().path().text());
                }
                return line;
            };
            target.compare(run, token, scanSeq, noted, answers);
        }

        @Override
        public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
            return target.progress(run, token, request);
        }

        @Override
        public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
            return target.complete(run, token, request);
        }

        @Override
        public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
            target.draft(job, folder, visitor);
        }

        @Override
        public CertifyAnswer certify(CertifyRequest request) throws SyncException {
            return target.certify(request);
        }
    }
}

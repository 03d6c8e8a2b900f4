package io.datasync.testkit.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.digest.Digest;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.lease.RunnerId;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.key.InMemoryKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A PC that tells the server's own rules, over an index in memory. */
abstract class IndexedPc {
    static final RunnerId PC = new RunnerId("pc-1");
    static final Duration LATER = Duration.ofMinutes(1);

    @TempDir
    Path source;

    CycleFixture pc;
    InMemoryStateIndex index;

    @BeforeEach
    final void aPcAndItsServer() throws Exception {
        pc = new CycleFixture(source);
        index = new InMemoryStateIndex(pc.clock);
        index.addJob(CycleFixture.JOB, PC, "memory:geometry");
        pc.coordinator = new CoordinatorRules(
                        index,
                        new NoLedger(),
                        event -> {},
                        new SealingParts(url -> pc.share.open(), new InMemoryKeys(), pc.clock),
                        CoordinatorSettings.DEFAULTS)
                .forRunner(PC);
    }

    static Digest digest(String content) {
        return Digest.of(Digest.sha256().digest(content.getBytes(UTF_8)));
    }

    /** Every row of the index, by its path. */
    Map<String, EntryRow> rows() {
        Map<String, EntryRow> rows = new TreeMap<>();
        for (FolderRow folder : index.folders(CycleFixture.JOB)) {
            index.entries(folder.id())
                    .forEach(row -> rows.put(row.fact().entry().path().text(), row));
        }
        return rows;
    }

    /** The row of a path, which must be there. */
    EntryRow row(String path) {
        return Objects.requireNonNull(rows().get(path), path);
    }

    private static final class NoLedger implements EpochLedger {
        @Override
        public long read(String archiveUrl) {
            return 0;
        }

        @Override
        public void raise(String archiveUrl, long epoch) {}
    }
}

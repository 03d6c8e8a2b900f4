package io.datasync.testkit.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.reconcile.ReconcileReport;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.reconcile.Reconciler;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.store.VersionName;
import io.datasync.core.transfer.publish.Publication;
import io.datasync.core.verify.Rotation;
import io.datasync.core.verify.ScrubReport;
import io.datasync.core.verify.ScrubSettings;
import io.datasync.core.verify.Scrubber;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.StoredContent;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A real agent against the rules of the server and their index")
class HealingTest extends OnePc {
    private static final RunnerId RUNNER = new RunnerId("pc-1");
    private static final RelativePath PATH = RelativePath.known("2026-04-22/b.csv");

    private final Map<RelativePath, Publication> published = new LinkedHashMap<>();
    private InMemoryStateIndex index;

    @BeforeEach
    void aServer() throws SyncException {
        index = new InMemoryStateIndex(pc.clock);
        index.addJob(CycleFixture.JOB, RUNNER, "file:///archive");
        EpochLedger epochs = new EpochLedger() {
            @Override
            public long read(String archiveUrl) {
                return 0;
            }

            @Override
            public void raise(String archiveUrl, long epoch) {
                // The index keeps it too.
            }
        };
        pc.coordinator = new CoordinatorRules(
                        index,
                        epochs,
                        event -> {},
                        new SealingParts(new InMemoryArchives(), new InMemoryKeys(), pc.clock),
                        CoordinatorSettings.DEFAULTS)
                .forRunner(RUNNER);
        pc.settings = pc.settings.once(Duration.ZERO);
        pc.listener = new CycleListener() {
            @Override
            public void verified(Fact fact, Publication how) {
                published.put(fact.entry().path(), how);
            }
        };
    }

    private ScrubReport scrub(int number) throws SyncException {
        var settings = new ScrubSettings(new Rotation(1, 1), EntryRow.Checker.SERVER, 100, 0);
        return new Scrubber(index, pc.store, CycleFixture.JOB, settings, Pacing.NONE, RepairListener.NONE)
                .run(new RunId("scrub-" + number));
    }

    private EntryRow row(RelativePath path) {
        return index.folders(CycleFixture.JOB).stream()
                .flatMap(folder -> index.entries(folder.id()).stream())
                .filter(row -> row.fact().entry().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName(
            "CORE-6 D-4 what scrub finds damaged, the agent that still has it archives again; the bad bytes are kept as a version")
    void whatIsFoundDamagedIsHealed() throws Exception {
        pc.cycle();
        assertThat(row(PATH).state()).isEqualTo(EntryState.VERIFIED);
        pc.share.damage(PATH);
        byte[] bad = StoredContent.read(pc.store, PATH);
        assertThat(scrub(1).changes()).isEqualTo(Map.of(ChangeKind.DAMAGED, 1L));
        assertThat(row(PATH).state()).isEqualTo(EntryState.DAMAGED);

        published.clear();
        assertThat(pc.cycleAfter(LATER).balance()).isEqualTo(balance(3, 3, 0, 0, 0, 0));
        assertThat(published).isEqualTo(Map.of(PATH, Publication.REPAIRED));
        assertThat(row(PATH).state()).isEqualTo(EntryState.VERIFIED);
        assertThat(pc.content("2026-04-22/b.csv")).isEqualTo("second");
        long ticks = row(PATH).fact().entry().ticks();
        assertThat(StoredContent.readVersion(pc.store, PATH, new VersionName(ticks, StoredContent.digest(bad))))
                .isEqualTo(bad);
        assertThat(index.findings(CycleFixture.JOB)).as("stays on record").hasSize(1);

        pc.clock.advance(Duration.ofDays(1));
        assertThat(scrub(2).changes()).isEmpty();
        assertThat(row(PATH).check()).isPresent();
    }

    @Test
    @DisplayName("CORE-7 D-4 what is missing on the share, the agent that still has it archives again")
    void whatIsMissingIsArchivedAgain() throws Exception {
        pc.cycle();
        pc.share.lose(PATH);
        reconcile(1);
        pc.clock.advance(Duration.ofMinutes(5));
        assertThat(reconcile(2).changes()).isEqualTo(Map.of(ChangeKind.MISSING, 1L));
        published.clear();
        pc.cycleAfter(LATER);
        assertThat(published).isEqualTo(Map.of(PATH, Publication.NEW));
        assertThat(row(PATH).state()).isEqualTo(EntryState.VERIFIED);
        assertThat(reconcile(3).changes()).isEmpty();
    }

    @Test
    @DisplayName(
            "D-1 a folder that was purged while the journal was lost leaves at_source, though no journal knows of it")
    void whatOnlyTheServerKnowsLeavesTheSource() throws Exception {
        pc.cycle();
        FolderName day = FolderName.parse("2026-04-22");
        assertThat(atSource(day)).isPositive();
        pc.journal = new InMemoryJournal();
        Files.delete(source.resolve("2026-04-22/a.csv"));
        Files.delete(source.resolve("2026-04-22/b.csv"));
        Files.delete(source.resolve("2026-04-22"));
        pc.cycleAfter(LATER);
        assertThat(atSource(day))
                .as("the root is not known before: nothing may be said of what is not there")
                .isPositive();
        pc.cycleAfter(LATER);
        assertThat(atSource(day)).isZero();
        assertThat(index.folders(CycleFixture.JOB)).anySatisfy(folder -> {
            assertThat(folder.name()).isEqualTo(day);
            assertThat(folder.archived().count()).as("archived for good").isEqualTo(2);
        });
    }

    private long atSource(FolderName name) {
        return index.folders(CycleFixture.JOB).stream()
                .filter(folder -> folder.name().equals(name))
                .mapToLong(folder -> folder.atSource().count())
                .sum();
    }

    private ReconcileReport reconcile(int number) throws SyncException {
        return new Reconciler(
                        index, pc.store, CycleFixture.JOB, ReconcileSettings.DEFAULTS, Pacing.NONE, RepairListener.NONE)
                .run(new RunId("reconcile-" + number));
    }
}

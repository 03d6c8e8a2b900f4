package io.datasync.testkit.repair;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.digest;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.reconcile.ReconcileReport;
import io.datasync.core.reconcile.ReconcileSettings;
import io.datasync.core.reconcile.Reconciler;
import io.datasync.core.repair.Pacing;
import io.datasync.core.repair.RepairListener;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.StoreCapabilities;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.StoredContent;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.memory.InMemoryArchives;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The index and the share of one job, in memory. */
final class RepairFixture {
    static final JobId JOB = new JobId("geometry");
    static final RunnerId RUNNER = new RunnerId("pc-1");
    static final long TICKS = 17_000_000_000_000_000L;
    static final Duration LEASE = Duration.ofMinutes(5);
    private static final RunId RUN = new RunId("run-1");

    final MovableClock clock;
    final InMemoryStateIndex index;
    final InMemoryShare share;
    FaultyStore store;
    ReconcileSettings settings = ReconcileSettings.DEFAULTS;
    Pacing pacing = Pacing.NONE;
    RepairListener listener = RepairListener.NONE;
    private int repairs;

    RepairFixture() throws SyncException {
        this(InMemoryShare.LIKE_A_DIRECTORY);
    }

    /** On a share that can do this. */
    RepairFixture(StoreCapabilities capabilities) throws SyncException {
        this(MovableClock.at("2026-05-01T10:00:00Z"), new InMemoryShare(capabilities));
        store.create(new ArchiveMarker(
                ArchiveMarker.FORMAT_VERSION,
                RUNNER.text(),
                JOB.text(),
                "geometry",
                "Europe/Berlin",
                List.of("/data")));
    }

    private RepairFixture(MovableClock clock, InMemoryShare share) {
        this.clock = clock;
        this.share = share;
        index = new InMemoryStateIndex(clock);
        index.addJob(JOB, RUNNER, "file:///archive");
        store = new FaultyStore(share.open());
    }

    /** The same share, and an index that has lost everything but the job. */
    RepairFixture withFreshIndex() {
        return new RepairFixture(clock, share);
    }

    static RelativePath path(String text) {
        return RelativePath.known(text);
    }

    /** Puts a file on the share. */
    RepairFixture put(String path, String content) throws SyncException {
        StoredContent.put(store, path(path), bytes(content), TICKS);
        return this;
    }

    /** Somebody replaces a file behind everybody's back. */
    RepairFixture replace(String path, String content) throws SyncException {
        share.lose(path(path));
        return put(path, content);
    }

    Fact fact(String path, String content) {
        return new Fact(
                SourceEntry.file(path(path), bytes(content).length, TICKS), digest(bytes(content)), clock.instant());
    }

    EntryRow verified(String path, String content) {
        return new EntryRow(fact(path, content), EntryState.VERIFIED, true, 1, RUN, new FencingToken(1, 1));
    }

    /** Writes a row, as a run does. */
    RepairFixture know(EntryRow row) throws SyncException {
        FolderName name = row.fact().entry().path().folder();
        index.transact(tx -> {
            tx.lockJob(JOB);
            FolderRow folder = tx.folder(JOB, name);
            var key = row.fact().entry().path().hash();
            Optional<EntryRow> before =
                    Optional.ofNullable(tx.entries(folder.id(), List.of(key)).get(key));
            tx.upsertEntries(folder.id(), List.of(row));
            tx.updateFolder(folder.replacing(before, row));
            return true;
        });
        return this;
    }

    /** A file that is on the share and on record as verified. */
    RepairFixture archive(String path, String content) throws SyncException {
        return put(path, content).know(verified(path, content));
    }

    RunId nextRepair() {
        return new RunId("repair-" + ++repairs);
    }

    ReconcileReport reconcile() throws SyncException {
        return reconcile(nextRepair());
    }

    ReconcileReport reconcile(RunId id) throws SyncException {
        return new Reconciler(index, store, JOB, settings, pacing, listener).run(id);
    }

    ReconcileReport reconcileAfter(Duration later) throws SyncException {
        clock.advance(later);
        return reconcile();
    }

    /** The rules of the server over the same index. */
    Coordinator server() {
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
        return new CoordinatorRules(
                        index,
                        epochs,
                        event -> {},
                        new SealingParts(new InMemoryArchives(), new InMemoryKeys(), clock),
                        CoordinatorSettings.DEFAULTS)
                .forRunner(RUNNER);
    }

    /** An agent tells that it proved something. */
    void report(Fact fact) throws SyncException {
        RunId run = new RunId("report");
        OpenAnswer opened =
                server().open(new OpenRequest(run, JOB, 7, false, Optional.empty(), FencingToken.NONE, List.of()));
        server().progress(run, opened.token(), new ProgressRequest(List.of(new Report.Verified(7, fact))));
    }

    /** All rows of the job, by path. */
    Map<String, EntryRow> rows() {
        Map<String, EntryRow> rows = new TreeMap<>();
        for (FolderRow folder : index.folders(JOB)) {
            index.entries(folder.id())
                    .forEach(row -> rows.put(row.fact().entry().path().text(), row));
        }
        return rows;
    }

    /** The states of all rows, by path. */
    Map<String, EntryState> states() {
        Map<String, EntryState> states = new TreeMap<>();
        rows().forEach((path, row) -> states.put(path, row.state()));
        return states;
    }

    EntryRow row(String path) {
        EntryRow row = rows().get(path);
        if (row == null) {
            throw new AssertionError("No row of " + path);
        }
        return row;
    }

    EntryState state(String path) {
        return row(path).state();
    }

    FolderRow folder(String name) {
        return index.folders(JOB).stream()
                .filter(folder -> folder.name().text().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Fails unless every folder's summaries are those of its rows. */
    void assertSummaries() {
        for (FolderRow folder : index.folders(JOB)) {
            FolderRow sums = FolderRow.empty(folder.id(), JOB, folder.name());
            for (EntryRow row : index.entries(folder.id())) {
                sums = sums.replacing(Optional.empty(), row);
            }
            if (!sums.archived().equals(folder.archived()) || !sums.atSource().equals(folder.atSource())) {
                throw new AssertionError("The summaries of " + folder + " are not those of its rows");
            }
        }
    }
}

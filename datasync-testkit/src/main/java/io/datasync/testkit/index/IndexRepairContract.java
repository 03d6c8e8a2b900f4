package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.NOON;
import static io.datasync.testkit.index.IndexSamples.TOKEN;
import static io.datasync.testkit.index.IndexSamples.digest;
import static io.datasync.testkit.index.IndexSamples.fact;
import static io.datasync.testkit.index.IndexSamples.newJobId;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.row;
import static io.datasync.testkit.index.IndexSteps.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryCounts;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What repairs read and write. */
interface IndexRepairContract extends IndexSteps {
    private List<EntryRow> page(JobId job, Optional<PathHash> after, Optional<PathHash> last, int max)
            throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            return tx.page(tx.folder(job, DAY).id(), after, last, max);
        });
    }

    private static PathHash key(EntryRow row) {
        return row.fact().entry().path().hash();
    }

    @Test
    @DisplayName(
            "All entries of a folder come in pages by key, whatever their state, and up to the last key that is wanted")
    default void allEntriesComeInPages() throws SyncException {
        JobId job = newJob();
        List<EntryRow> rows = new ArrayList<>();
        for (EntryState state : EntryState.values()) {
            for (int i = 0; i < 5; i++) {
                rows.add(new EntryRow(fact("2026-04-23/" + state + i, i), state, i % 2 == 0, 1, newRunId(), TOKEN));
            }
        }
        upsert(job, DAY, rows);
        upsert(job, FolderName.ROOT, List.of(row(fact("elsewhere", 1), newRunId())));
        rows.sort(Comparator.comparing(IndexRepairContract::key));
        assertThat(page(job, Optional.empty(), Optional.empty(), 100)).containsExactlyElementsOf(rows);
        assertThat(page(job, Optional.empty(), Optional.empty(), 10)).containsExactlyElementsOf(rows.subList(0, 10));
        PathHash tenth = key(rows.get(9));
        PathHash twentieth = key(rows.get(19));
        assertThat(page(job, Optional.of(tenth), Optional.of(twentieth), 100))
                .containsExactlyElementsOf(rows.subList(10, 20));
        assertThat(page(job, Optional.of(tenth), Optional.empty(), 3)).containsExactlyElementsOf(rows.subList(10, 13));
        assertThat(page(job, Optional.of(twentieth), Optional.of(tenth), 3)).isEmpty();
    }

    @Test
    @DisplayName("D-24 a folder is given to a repair while it has the revision that the repair read, and to no other")
    default void aRepairNeedsTheRevision() throws SyncException {
        JobId job = newJob();
        FolderRow made = folder(job, DAY);
        assertThat(repairing(job, DAY, made.revision() + 1)).isEmpty();
        assertThat(repairing(newJobId(), DAY, made.revision())).isEmpty();
        assertThat(repairing(job, FolderName.ROOT, 0)).isEmpty();
        assertThat(repairing(job, DAY, made.revision())).contains(made);
        assertThat(index().<Optional<FolderRow>>transact(tx -> tx.findFolder(job, DAY)))
                .contains(made);
        assertThat(index().<Optional<FolderRow>>transact(tx -> tx.findFolder(job, FolderName.ROOT)))
                .isEmpty();
        EntryRow entry = row(fact("2026-04-23/a", 1), newRunId());
        index().transact(tx -> {
            FolderRow held = tx.folderForRepair(job, DAY, made.revision()).orElseThrow();
            tx.upsertEntries(held.id(), List.of(entry));
            tx.updateFolder(held.replacing(Optional.empty(), entry));
            return job;
        });
        FolderRow after = folder(job, DAY);
        assertThat(after.revision()).isEqualTo(made.revision() + 1);
        assertThat(after.archived()).isEqualTo(IndexSamples.summary(List.of(entry.fact())));
        assertThat(repairing(job, DAY, made.revision())).isEmpty();
    }

    private Optional<FolderRow> repairing(JobId job, FolderName name, long revision) throws SyncException {
        return index().transact(tx -> tx.folderForRepair(job, name, revision));
    }

    @Test
    @DisplayName("D-24 I-4 repairs and runs on one folder never overwrite each other")
    default void repairsAndRunsDoNotOverwriteEachOther() throws Exception {
        JobId job = newJob();
        folder(job, DAY);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<Integer>> futures = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                futures.add(pool.submit(() -> repairUntilDone(job)));
            }
            futures.add(pool.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    index().transact(tx -> {
                        tx.lockJob(job);
                        FolderRow folder = tx.folder(job, DAY);
                        tx.updateFolder(folder.with(
                                folder.archived().plus(1, digest(1)), folder.atSource(), folder.lastNewAt()));
                        return job;
                    });
                }
                return 20;
            }));
            long done = 0;
            for (Future<Integer> future : futures) {
                done += future.get();
            }
            assertThat(folder(job, DAY).archived().count()).isEqualTo(done);
        } finally {
            pool.shutdownNow();
        }
    }

    private int repairUntilDone(JobId job) throws SyncException {
        int done = 0;
        for (int i = 0; i < 20; i++) {
            FolderRow read = folder(job, DAY);
            boolean repaired = index().transact(tx -> {
                Optional<FolderRow> held = tx.folderForRepair(job, DAY, read.revision());
                if (held.isPresent()) {
                    FolderRow row = held.get();
                    tx.updateFolder(row.with(row.archived().plus(1, digest(1)), row.atSource(), row.lastNewAt()));
                }
                return held.isPresent();
            });
            done += repaired ? 1 : 0;
        }
        return done;
    }

    @Test
    @DisplayName("D-21 D-24 a repair stores what it found of entries, and leaves what runs observed of them")
    default void aRepairLeavesWhatRunsObserved() throws SyncException {
        JobId job = newJob();
        EntryRow before = row(fact("2026-04-23/a", 1), newRunId());
        EntryRow unknown = row(fact("2026-04-23/unknown", 1), newRunId());
        upsert(job, DAY, List.of(before));
        long revision = folder(job, DAY).revision();
        Fact other =
                new Fact(SourceEntry.file(RelativePath.known("2026-04-23/a"), 7, 8), digest(9), NOON.plusSeconds(1));
        EntryRow.Check check = new EntryRow.Check(EntryRow.Checker.SERVER, NOON.plusSeconds(2));
        EntryRow found =
                before.repaired(other, EntryState.ATTESTED, Optional.of(check), Optional.of(NOON.plusSeconds(3)));
        EntryRow stale = new EntryRow(
                found.fact(), found.state(), false, 0, newRunId(), TOKEN, found.check(), found.absentSince());
        index().transact(tx -> {
            FolderRow held = tx.folderForRepair(job, DAY, revision).orElseThrow();
            tx.repairEntries(held.id(), List.of(stale, unknown));
            tx.updateFolder(held);
            return job;
        });
        assertThat(entries(job, DAY, keys(List.of(before, unknown))).values()).containsExactly(found);
    }

    @Test
    @DisplayName("D-5 a read-back is noted with who and when, unless the row has changed since, and raises no revision")
    default void aReadBackIsNoted() throws SyncException {
        JobId job = newJob();
        EntryRow same = row(fact("2026-04-23/same", 1), newRunId());
        EntryRow changed = row(fact("2026-04-23/changed", 2), newRunId());
        EntryRow damaged = new EntryRow(fact("2026-04-23/bad", 3), EntryState.DAMAGED, true, 1, newRunId(), TOKEN);
        upsert(job, DAY, List.of(same, changed, damaged));
        FolderRow folder = folder(job, DAY);
        EntryRow.Check check = new EntryRow.Check(EntryRow.Checker.AGENT, NOON);
        EntryRow asRead = row(fact("2026-04-23/changed", 9), newRunId());
        EntryRow whenVerified = row(damaged.fact(), newRunId());
        index().transact(tx -> {
            tx.markChecked(folder.id(), List.of(same, asRead, whenVerified), check);
            return job;
        });
        assertThat(entries(job, DAY, keys(List.of(same, changed, damaged))).values())
                .containsExactlyInAnyOrder(
                        same.repaired(same.fact(), same.state(), Optional.of(check), Optional.empty()),
                        changed,
                        damaged);
        assertThat(folder(job, DAY)).isEqualTo(folder);
    }

    @Test
    @DisplayName("D-24 what a listing missed is counted among the files that are on record as there")
    default void absentFilesAreCounted() throws SyncException {
        JobId job = newJob();
        List<EntryRow> rows = new ArrayList<>();
        for (EntryState state : EntryState.values()) {
            EntryRow row = new EntryRow(fact("2026-04-23/" + state, 1), state, true, 1, newRunId(), TOKEN);
            rows.add(row);
            rows.add(new EntryRow(fact("2026-04-23/absent-" + state, 1), state, true, 1, newRunId(), TOKEN)
                    .repaired(fact("2026-04-23/absent-" + state, 1), state, Optional.empty(), Optional.of(NOON)));
        }
        rows.add(
                row(new Fact(SourceEntry.folder(RelativePath.known("2026-04-23/empty")), digest(0), NOON), newRunId()));
        upsert(job, DAY, rows);
        long id = folder(job, DAY).id();
        assertThat(index().<EntryCounts>transact(tx -> tx.counts(id))).isEqualTo(new EntryCounts(8, 4));
        long other = folder(job, FolderName.ROOT).id();
        assertThat(index().<EntryCounts>transact(tx -> tx.counts(other))).isEqualTo(new EntryCounts(0, 0));
    }

    @Test
    @DisplayName("Findings are kept in their order, with the transaction that they belong to")
    default void findingsAreKept() throws SyncException {
        JobId job = newJob();
        List<FindingRow> rows = new ArrayList<>();
        for (FindingRow.Kind kind : FindingRow.Kind.values()) {
            rows.add(new FindingRow(
                    kind,
                    DAY,
                    Optional.of(RelativePath.known("2026-04-23/" + kind)),
                    "x".repeat(FindingRow.TEXT_MAX),
                    "7",
                    NOON));
        }
        rows.add(new FindingRow(
                FindingRow.Kind.SUMMARY_DIFFERS, FolderName.ROOT, Optional.empty(), "3 files", "2 files", NOON));
        index().transact(tx -> {
            tx.insertFindings(job, rows.subList(0, 3));
            tx.insertFindings(job, rows.subList(3, rows.size()));
            return job;
        });
        assertThatThrownBy(() -> index().transact(tx -> {
                    tx.insertFindings(job, rows);
                    throw SyncException.permanent(ErrorCode.REPAIR_REFUSED, "asked for");
                }))
                .hasMessage("asked for");
        assertThat(findings(job)).containsExactlyElementsOf(rows);
        assertThat(findings(newJob())).isEmpty();
    }

    @Test
    @DisplayName("CORE-7 the repair of a job is noted with how far it has come, until it ends or another takes over")
    default void theRepairUnderWayIsNoted() throws SyncException {
        JobId job = newJob();
        assertThat(underWay(job)).isEmpty();
        RepairRow first = repair(job);
        begin(first);
        begin(repair(newJob()));
        assertThat(underWay(job)).contains(first);
        RepairRow further = first.doneTo(DAY, NOON.plusSeconds(60));
        assertThat(advance(further)).isTrue();
        assertThat(underWay(job)).contains(further);

        RepairRow second = new RepairRow(
                job, newRunId(), RepairRow.Kind.SCRUB, NOON.plusSeconds(61), NOON.plusSeconds(61), further.doneTo());
        begin(second);
        assertThat(advance(further)).isFalse();
        end(job, further.repair());
        assertThat(underWay(job)).contains(second);
        end(job, second.repair());
        assertThat(underWay(job)).isEmpty();
        assertThat(advance(second)).isFalse();
    }

    @Test
    @DisplayName("CORE-6 D-8 the last day that a rotating repair has done is kept for each job and kind")
    default void theRotationIsKept() throws SyncException {
        JobId job = newJob();
        JobId other = newJob();
        assertThat(rotation(job, RepairRow.Kind.SCRUB)).isEmpty();
        index().transact(tx -> {
            tx.lockJob(job);
            tx.storeRotation(job, RepairRow.Kind.SCRUB, 20_000);
            tx.storeRotation(job, RepairRow.Kind.SUMMARIES, 7);
            tx.storeRotation(job, RepairRow.Kind.SCRUB, 20_001);
            return job;
        });
        assertThat(rotation(job, RepairRow.Kind.SCRUB)).contains(20_001L);
        assertThat(rotation(job, RepairRow.Kind.SUMMARIES)).contains(7L);
        assertThat(rotation(other, RepairRow.Kind.SCRUB)).isEmpty();
    }

    private Optional<Long> rotation(JobId job, RepairRow.Kind kind) throws SyncException {
        return index().transact(tx -> tx.rotation(job, kind));
    }

    private static RepairRow repair(JobId job) {
        return new RepairRow(job, newRunId(), RepairRow.Kind.RECONCILE, NOON, NOON, Optional.empty());
    }

    private Optional<RepairRow> underWay(JobId job) throws SyncException {
        return index().transact(tx -> tx.repair(job));
    }

    private void begin(RepairRow repair) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(repair.job());
            tx.beginRepair(repair);
            return repair;
        });
    }

    private boolean advance(RepairRow repair) throws SyncException {
        return index().transact(tx -> tx.advanceRepair(repair));
    }

    private void end(JobId job, RunId repair) throws SyncException {
        index().transact(tx -> {
            tx.endRepair(job, repair);
            return repair;
        });
    }
}

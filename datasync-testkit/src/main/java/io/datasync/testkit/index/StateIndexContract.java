package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.NOON;
import static io.datasync.testkit.index.IndexSamples.TOKEN;
import static io.datasync.testkit.index.IndexSamples.digest;
import static io.datasync.testkit.index.IndexSamples.fact;
import static io.datasync.testkit.index.IndexSamples.newJobId;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.result;
import static io.datasync.testkit.index.IndexSamples.row;
import static io.datasync.testkit.index.IndexSamples.run;
import static io.datasync.testkit.index.IndexSamples.summary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.DeedRow;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.LossRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every {@link StateIndex} must do. An implementation joins it with a few methods that reach what the port does not offer: making
 * jobs, and reading what is only written. All tests may share one database: each makes jobs of its own.
 */
public interface StateIndexContract {
    /** The runner of the jobs. */
    RunnerId RUNNER = new RunnerId("contract-runner");

    /** Another runner. */
    RunnerId OTHER_RUNNER = new RunnerId("contract-other");

    /** The folder of most tests. */
    FolderName DAY = RelativePath.known("2026-04-23/x").folder();

    /** The index. */
    StateIndex index() throws SyncException;

    /** Adds a job without runs, switched on; and its runner, when that is not there yet. */
    void addJob(JobId job, RunnerId runner, String archiveUrl);

    /** Switches a job off. */
    void disable(JobId job);

    /** Seals a folder. */
    void seal(JobId job, FolderName folder) throws SyncException;

    /** What a run did with single files, by path. */
    List<RunFileRow> runFiles(RunId run);

    /** The loss ledger of a job, by path. */
    List<LossRow> losses(JobId job);

    /** What the audit log's deeds about a job say in their details, oldest first. */
    List<String> deeds(JobId job);

    private JobId newJob() {
        JobId job = newJobId();
        addJob(job, RUNNER, "file:///archive/" + job);
        return job;
    }

    /** Opens a run of a job under {@link IndexSamples#TOKEN}. */
    private RunId open(JobId job) throws SyncException {
        RunId id = newRunId();
        index().transact(tx -> {
            tx.lockJob(job);
            tx.insertRun(run(id, job));
            tx.updateJob(job, TOKEN, Optional.of(id));
            return id;
        });
        return id;
    }

    private JobRow job(JobId job) throws SyncException {
        return index().transact(tx -> tx.lockJob(job)).orElseThrow();
    }

    private FolderRow folder(JobId job, FolderName name) throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            return tx.folder(job, name);
        });
    }

    private void upsert(JobId job, FolderName name, Collection<EntryRow> rows) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.upsertEntries(tx.folder(job, name).id(), rows);
            return rows;
        });
    }

    private Map<PathHash, EntryRow> entries(JobId job, FolderName name, Collection<PathHash> keys)
            throws SyncException {
        return index().transact(tx -> {
            tx.lockJob(job);
            return tx.entries(tx.folder(job, name).id(), keys);
        });
    }

    private static List<PathHash> keys(Collection<EntryRow> rows) {
        return rows.stream()
                .map(entry -> entry.fact().entry().path().hash())
                .sorted()
                .toList();
    }

    // Jobs and transactions

    @Test
    @DisplayName("D-35 a deed is in the audit log exactly when what was done with it is")
    default void aDeedStandsOrFallsWithItsTransaction() throws SyncException {
        JobId job = newJob();
        RunId run = open(job);
        assertThatThrownBy(() -> index().transact(tx -> {
                    tx.lockJob(job);
                    tx.updateJob(job, TOKEN, Optional.empty());
                    tx.insertDeed(deed(job, run, "broken"));
                    throw SyncException.permanent(ErrorCode.JOB_BUSY, "after the deed");
                }))
                .hasMessage("after the deed");
        assertThat(deeds(job)).isEmpty();
        assertThat(job(job).liveRun()).contains(run);

        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateJob(job, TOKEN, Optional.empty());
            tx.insertDeed(deed(job, run, "first"));
            tx.insertDeed(deed(job, run, "second"));
            return job;
        });
        assertThat(deeds(job)).containsExactly("first", "second");
        assertThat(job(job).liveRun()).isEmpty();
    }

    private static DeedRow deed(JobId job, RunId run, String detail) {
        return new DeedRow(DeedRow.Deed.RUN_ORPHANED, RUNNER, job, run, detail);
    }

    @Test
    @DisplayName("A new job has its runner and its archive, no token and no run; an unknown one is not there")
    default void aNewJobIsEmpty() throws SyncException {
        JobId job = newJob();
        assertThat(job(job))
                .isEqualTo(new JobRow(
                        job, RUNNER, true, "file:///archive/" + job, FencingToken.NONE, Optional.empty(), 0));
        assertThat(index().<Optional<JobRow>>transact(tx -> tx.lockJob(newJobId())))
                .isEmpty();
        disable(job);
        assertThat(job(job).enabled()).isFalse();
    }

    @Test
    @DisplayName("What a transaction did is there when it returned")
    default void aTransactionIsCommitted() throws SyncException {
        JobId job = newJob();
        RunId run = open(job);
        assertThat(job(job).token()).isEqualTo(TOKEN);
        assertThat(job(job).liveRun()).contains(run);
    }

    @Test
    @DisplayName("RUN-5 a transaction that fails leaves nothing, whatever it failed with")
    default void aFailedTransactionLeavesNothing() throws SyncException {
        JobId job = newJob();
        Fact fact = fact("2026-04-23/a", 1);
        for (Exception failure : List.of(
                SyncException.permanent(ErrorCode.STALE_TOKEN, "asked for"), new IllegalStateException("asked for"))) {
            RunId run = newRunId();
            assertThatThrownBy(() -> index().transact(tx -> {
                        tx.lockJob(job);
                        tx.insertRun(run(run, job));
                        tx.updateJob(job, TOKEN, Optional.of(run));
                        FolderRow folder = tx.folder(job, DAY);
                        tx.upsertEntries(folder.id(), List.of(row(fact, run)));
                        tx.updateFolder(folder.with(summary(List.of(fact)), SetSummary.EMPTY, Optional.of(NOON)));
                        tx.upsertRunFiles(run, List.of(verified("2026-04-23/a", 1)));
                        tx.insertLosses(job, run, List.of(new LossRow(fact.entry(), NOON)));
                        if (failure instanceof SyncException e) {
                            throw e;
                        }
                        throw new IllegalStateException(failure);
                    }))
                    .isInstanceOf(failure.getClass());
            assertThat(job(job).liveRun()).isEmpty();
            assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(run))).isEmpty();
            assertThat(index().<List<FolderRow>>transact(tx -> tx.folders(job))).isEmpty();
            assertThat(runFiles(run)).isEmpty();
            assertThat(losses(job)).isEmpty();
        }
    }

    @Test
    @DisplayName("A transaction sees what it has done itself")
    default void aTransactionSeesItsOwnWork() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        Fact fact = fact("2026-04-23/a", 1);
        index().transact(tx -> {
            tx.lockJob(job);
            tx.insertRun(run(run, job));
            tx.updateJob(job, TOKEN, Optional.of(run));
            assertThat(tx.lockJob(job).orElseThrow().liveRun()).contains(run);
            assertThat(tx.run(run)).isPresent();
            assertThat(tx.fence(job, run, TOKEN)).isTrue();
            FolderRow folder = tx.folder(job, DAY);
            assertThat(tx.folder(job, DAY).id()).isEqualTo(folder.id());
            tx.upsertEntries(folder.id(), List.of(row(fact, run)));
            assertThat(tx.entries(folder.id(), List.of(fact.entry().path().hash())))
                    .hasSize(1);
            tx.updateFolder(folder.with(summary(List.of(fact)), SetSummary.EMPTY, Optional.empty()));
            assertThat(tx.folder(job, DAY).archived()).isEqualTo(summary(List.of(fact)));
            return run;
        });
    }

    @Test
    @DisplayName("D-25 the index's time does not step back from one transaction to the next")
    default void timeDoesNotStepBack() throws SyncException {
        Instant before = index().transact(IndexTransaction::now);
        Instant after = index().transact(IndexTransaction::now);
        assertThat(after).isAfterOrEqualTo(before);
    }

    @Test
    @DisplayName("D-21 the highest scan number of a job only rises, whatever becomes of its runs")
    default void theScanNumberOnlyRises() throws SyncException {
        JobId job = newJob();
        long highest = 0;
        for (long scanSeq : List.of(7L, 3L, 1_000_000_000_000_000L, 8L)) {
            highest = Math.max(highest, scanSeq);
            index().transact(tx -> {
                tx.lockJob(job);
                tx.raiseScanSeq(job, scanSeq);
                return job;
            });
            open(job);
            assertThat(job(job).scanSeq()).isEqualTo(highest);
        }
        assertThat(job(job).token()).isEqualTo(TOKEN);
    }

    // Locks and fences

    @Test
    @DisplayName("I-4 a fence lets through the live run with the newest token alone")
    default void aFenceLetsTheHolderThrough() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, run, FencingToken.NONE)))
                .as("no run")
                .isFalse();
        RunId live = open(job);
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, live, TOKEN))).isTrue();
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, run, TOKEN)))
                .as("another run")
                .isFalse();
        for (FencingToken stale : List.of(
                new FencingToken(TOKEN.epoch(), TOKEN.counter() - 1),
                new FencingToken(TOKEN.epoch(), TOKEN.counter() + 1),
                new FencingToken(TOKEN.epoch() - 1, TOKEN.counter()),
                new FencingToken(TOKEN.epoch() + 1, TOKEN.counter()))) {
            assertThat(index().<Boolean>transact(tx -> tx.fence(job, live, stale)))
                    .as("token %s", stale)
                    .isFalse();
        }
        assertThat(index().<Boolean>transact(tx -> tx.fence(newJobId(), live, TOKEN)))
                .as("another job")
                .isFalse();
        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateJob(job, TOKEN, Optional.empty());
            return job;
        });
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, live, TOKEN)))
                .as("nobody holds it")
                .isFalse();
    }

    @Test
    @DisplayName("I-4 transactions on one job run one after the other, whether they lock or fence it")
    default void transactionsOnOneJobAreSerial() throws Exception {
        JobId job = newJob();
        RunId run = open(job);
        int threads = 4;
        int rounds = 25;
        List<Future<?>> futures = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int t = 0; t < threads; t++) {
                boolean fences = t % 2 == 0;
                futures.add(pool.submit(() -> {
                    for (int i = 0; i < rounds; i++) {
                        index().transact(tx ->
                                fences ? tx.fence(job, run, TOKEN) && grow(tx, job) : lockAndGrow(tx, job));
                    }
                    return job;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(folder(job, DAY).archived().count()).isEqualTo((long) threads * rounds);
        assertThat(folder(job, DAY).revision()).isEqualTo((long) threads * rounds);
    }

    private static boolean lockAndGrow(IndexTransaction tx, JobId job) throws SyncException {
        tx.lockJob(job);
        return grow(tx, job);
    }

    /** Reads, adds one, writes: two that ran at the same time would count once. */
    private static boolean grow(IndexTransaction tx, JobId job) throws SyncException {
        FolderRow folder = tx.folder(job, DAY);
        tx.updateFolder(folder.with(folder.archived().plus(1, digest(1)), folder.atSource(), folder.lastNewAt()));
        return true;
    }

    @Test
    @DisplayName("Transactions on different jobs do not stop one another for good")
    default void transactionsOnManyJobs() throws Exception {
        List<JobId> jobs = List.of(newJob(), newJob(), newJob());
        ExecutorService pool = Executors.newFixedThreadPool(jobs.size());
        try {
            List<Future<Integer>> futures = new ArrayList<>();
            for (JobId job : jobs) {
                futures.add(pool.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        int content = i;
                        index().transact(tx -> {
                            lockAndGrow(tx, job);
                            RunId run = newRunId();
                            List<EntryRow> rows = new ArrayList<>();
                            for (int n = 0; n < 50; n++) {
                                rows.add(row(fact("2026-04-23/" + n, content), run));
                            }
                            tx.upsertEntries(tx.folder(job, DAY).id(), rows);
                            return job;
                        });
                    }
                    return 10;
                }));
            }
            for (Future<Integer> future : futures) {
                assertThat(future.get()).isEqualTo(10);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    // Runs

    @Test
    @DisplayName("A run is read as it was written, from its beginning to its end")
    default void aRunIsReadAsWritten() throws SyncException {
        JobId job = newJob();
        RunId id = newRunId();
        RunRow opened = new RunRow(
                id,
                job,
                RunState.OPEN,
                new FencingToken(999_999_999_999_999_999L, 999_999_999_999_999_999L),
                true,
                Optional.of(newRunId()),
                NOON,
                NOON.plusSeconds(1),
                NOON.plusSeconds(2),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        RunRow heard = opened.heard(RunState.RUNNING, NOON.plusSeconds(3), Duration.ofMinutes(5));
        RunRow ended = heard.ended(
                RunState.FAILED, NOON.plusSeconds(4), Optional.of(result()), Optional.of(ErrorCode.SHARE_FULL));
        index().transact(tx -> {
            tx.lockJob(job);
            tx.insertRun(opened);
            return job;
        });
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(id))).contains(opened);
        for (RunRow next : List.of(heard, ended)) {
            update(job, next);
            assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(id))).contains(next);
        }
    }

    private void update(JobId job, RunRow run) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateRun(run);
            return job;
        });
    }

    @Test
    @DisplayName("I-5 a run that has ended cannot be changed")
    default void anEndedRunCannotBeChanged() throws SyncException {
        JobId job = newJob();
        for (RunState terminal : List.of(RunState.SUCCESS, RunState.PARTIAL, RunState.FAILED, RunState.ORPHANED)) {
            RunId id = open(job);
            RunRow ended = run(id, job).ended(terminal, NOON, Optional.empty(), Optional.empty());
            update(job, ended);
            assertThatThrownBy(() -> update(job, run(id, job))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> update(job, ended)).isInstanceOf(IllegalStateException.class);
            assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(id))).contains(ended);
        }
        RunId unknown = newRunId();
        assertThatThrownBy(() -> update(job, run(unknown, job))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("D-23 leases are renewed for runs that are alive and the runner's own, and never shortened")
    default void leasesAreRenewed() throws SyncException {
        JobId job = newJob();
        JobId foreign = newJobId();
        addJob(foreign, OTHER_RUNNER, "file:///archive/" + foreign);
        RunId ended = open(job);
        RunRow endedRow = run(ended, job).ended(RunState.SUCCESS, NOON, Optional.empty(), Optional.empty());
        update(job, endedRow);
        RunId live = open(job);
        RunId other = open(foreign);
        RunRow otherRow = index().transact(tx -> tx.run(other)).orElseThrow();

        Instant now = index().transact(IndexTransaction::now);
        List<RunId> named = List.of(live, ended, other, newRunId(), live);
        int renewed = index().transact(tx -> tx.renewLeases(RUNNER, named, Duration.ofHours(1)));
        assertThat(renewed).isEqualTo(1);
        RunRow row = index().transact(tx -> tx.run(live)).orElseThrow();
        assertThat(row.leaseUntil()).isAfterOrEqualTo(now.plus(Duration.ofHours(1)));
        assertThat(row.lastActivityAt()).isAfterOrEqualTo(now);
        assertThat(row.state()).isEqualTo(RunState.OPEN);
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(ended))).contains(endedRow);
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(other))).contains(otherRow);

        index().transact(tx -> tx.renewLeases(RUNNER, List.of(live), Duration.ofSeconds(1)));
        assertThat(index().<Optional<RunRow>>transact(tx -> tx.run(live))
                        .orElseThrow()
                        .leaseUntil())
                .isEqualTo(row.leaseUntil());
        assertThat(index().<Integer>transact(tx -> tx.renewLeases(RUNNER, List.of(), Duration.ofHours(1))))
                .isZero();
    }

    // Folders

    @Test
    @DisplayName("A folder is made once, empty, and found again")
    default void aFolderIsMadeOnce() throws SyncException {
        JobId job = newJob();
        FolderRow made = folder(job, DAY);
        assertThat(made.job()).isEqualTo(job);
        assertThat(made.name()).isEqualTo(DAY);
        assertThat(made.archived()).isEqualTo(SetSummary.EMPTY);
        assertThat(made.atSource()).isEqualTo(SetSummary.EMPTY);
        assertThat(made.lastNewAt()).isEmpty();
        assertThat(made.sealed()).isFalse();
        assertThat(folder(job, DAY)).isEqualTo(made);
        assertThat(folder(newJob(), DAY).id()).isNotEqualTo(made.id());
        assertThat(index().<List<FolderRow>>transact(tx -> tx.folders(job))).containsExactly(made);
    }

    @Test
    @DisplayName("D-24 a folder keeps what is stored, and its revision grows with each change")
    default void aFolderKeepsItsSummaries() throws SyncException {
        JobId job = newJob();
        FolderRow made = folder(job, DAY);
        SetSummary archived = new SetSummary(Long.MAX_VALUE, Long.MAX_VALUE, Digest.OF_NOTHING);
        SetSummary atSource = summary(List.of(fact("2026-04-23/a", 7)));
        updateFolder(job, made.with(archived, atSource, Optional.of(NOON)));
        FolderRow stored = folder(job, DAY);
        assertThat(stored)
                .isEqualTo(new FolderRow(
                        made.id(), job, DAY, archived, atSource, Optional.of(NOON), false, made.revision() + 1));
        updateFolder(job, made.with(SetSummary.EMPTY, SetSummary.EMPTY, Optional.empty()));
        assertThat(folder(job, DAY).revision()).isEqualTo(made.revision() + 2);
        assertThat(folder(job, DAY).lastNewAt()).isEmpty();
    }

    private void updateFolder(JobId job, FolderRow folder) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateFolder(folder);
            return folder;
        });
    }

    @Test
    @DisplayName("D-1 a seal stays through changes that say so, is taken off by those that do not, and is never put on")
    default void aSealIsKeptOrTakenOff() throws SyncException {
        JobId job = newJob();
        folder(job, DAY);
        seal(job, DAY);
        FolderRow sealed = folder(job, DAY);
        assertThat(sealed.sealed()).isTrue();
        updateFolder(job, sealed.with(SetSummary.EMPTY, SetSummary.EMPTY, Optional.of(NOON)));
        assertThat(folder(job, DAY).sealed()).isTrue();
        updateFolder(job, sealed.unsealed());
        assertThat(folder(job, DAY).sealed()).isFalse();
        updateFolder(job, sealed);
        assertThat(folder(job, DAY).sealed()).isFalse();
    }

    /** Texts that a database might take for one another, or change. */
    List<String> TREACHEROUS = List.of(
            "a",
            "A",
            "a ",
            " a",
            "a.",
            "\u00e9",
            "e\u0301",
            "\u00c9",
            "e",
            "ss",
            "\u00df",
            "\u241BE9",
            "\u241B0A",
            "%",
            "_",
            "'",
            "\"",
            "\\",
            "\uD83D\uDEF0",
            "\uFFFD",
            "NULL",
            "\u0130",
            "\u0131",
            "i",
            "I",
            "x".repeat(2_000));

    @Test
    @DisplayName("D-30 names of folders and paths are compared by their bytes, and come back as they were")
    default void namesAreComparedByTheirBytes() throws SyncException {
        JobId job = newJob();
        Map<FolderName, Long> ids = new TreeMap<>();
        List<EntryRow> rows = new ArrayList<>();
        RunId run = newRunId();
        for (String text : TREACHEROUS) {
            FolderName name = RelativePath.known(text + "/x").folder();
            ids.put(name, folder(job, name).id());
            rows.add(row(fact("2026-04-23/" + text, rows.size()), run));
        }
        assertThat(ids.values()).doesNotHaveDuplicates();
        assertThat(index().<List<FolderRow>>transact(tx -> tx.folders(job)))
                .extracting(FolderRow::name)
                .containsExactlyInAnyOrderElementsOf(ids.keySet());
        upsert(job, DAY, rows);
        assertThat(entries(job, DAY, keys(rows)).values()).containsExactlyInAnyOrderElementsOf(rows);
    }

    // Entries

    @Test
    @DisplayName("An entry is read as it was written, with every value that it can have")
    default void anEntryIsReadAsWritten() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        List<EntryRow> rows = new ArrayList<>();
        for (EntryState state : EntryState.values()) {
            Fact fact = new Fact(
                    SourceEntry.file(RelativePath.known("2026-04-23/" + state), Long.MAX_VALUE, Long.MIN_VALUE),
                    digest(rows.size()),
                    NOON);
            rows.add(new EntryRow(fact, state, rows.size() % 2 == 0, Long.MAX_VALUE, run, TOKEN));
        }
        SourceEntry empty = SourceEntry.folder(RelativePath.known("2026-04-23/empty"));
        rows.add(row(new Fact(empty, Digest.OF_NOTHING, Instant.EPOCH), run));
        SourceEntry future = SourceEntry.file(RelativePath.known("2026-04-23/future"), 0, Long.MAX_VALUE);
        rows.add(row(new Fact(future, Digest.OF_NOTHING, Instant.parse("9999-12-31T23:59:59.999999Z")), run));
        upsert(job, DAY, rows);
        Map<PathHash, EntryRow> found = entries(job, DAY, keys(rows));
        assertThat(found.values()).containsExactlyInAnyOrderElementsOf(rows);
        found.forEach((key, entry) ->
                assertThat(key).isEqualTo(entry.fact().entry().path().hash()));
    }

    @Test
    @DisplayName("An entry is replaced by one of the same path, in its own folder alone")
    default void anEntryIsReplaced() throws SyncException {
        JobId job = newJob();
        JobId neighbour = newJob();
        EntryRow first = row(fact("2026-04-23/a", 1), newRunId());
        EntryRow second = new EntryRow(
                fact("2026-04-23/a", 2), EntryState.MISSING, false, 9, newRunId(), new FencingToken(4, 142));
        upsert(job, DAY, List.of(first));
        upsert(neighbour, DAY, List.of(first));
        upsert(job, DAY, List.of(second, row(fact("2026-04-23/b", 3), newRunId())));
        assertThat(entries(job, DAY, keys(List.of(first))).values()).containsExactly(second);
        assertThat(entries(neighbour, DAY, keys(List.of(first))).values()).containsExactly(first);
        assertThat(entries(job, FolderName.ROOT, keys(List.of(first)))).isEmpty();
        assertThat(entries(job, DAY, List.of())).isEmpty();
    }

    @Test
    @DisplayName("D-30 a batch of 5,000 is written and read, new rows among old ones, in any order")
    default void aLargeBatch() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        List<EntryRow> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rows.add(row(fact("2026-04-23/part-" + i, i), run));
        }
        List<EntryRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(20_261_121));
        upsert(job, DAY, shuffled.subList(0, 2_500));
        upsert(job, DAY, shuffled);
        assertThat(entries(job, DAY, keys(rows)).values()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    @DisplayName("D-21 seeing an entry again raises its scan number, never lowers it, and changes nothing else")
    default void seeingRaisesTheScanNumber() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        EntryRow low = row(fact("2026-04-23/low", 1), run).observed(false, 4);
        EntryRow high = row(fact("2026-04-23/high", 2), run).observed(true, 8);
        EntryRow other = row(fact("2026-04-23/other", 3), run).observed(true, 4);
        List<EntryRow> rows = List.of(low, high, other);
        upsert(job, DAY, rows);
        index().transact(tx -> {
            tx.lockJob(job);
            List<PathHash> seen = new ArrayList<>(keys(List.of(low, high)));
            seen.add(RelativePath.known("2026-04-23/unknown").hash());
            tx.markSeen(tx.folder(job, DAY).id(), seen, 6);
            return job;
        });
        assertThat(entries(job, DAY, keys(rows)).values())
                .containsExactlyInAnyOrder(low.observed(false, 6), high, other);
    }

    @Test
    @DisplayName(
            "D-1 what was not seen since a scan comes in pages by key: archived, at the source, and observed before")
    default void unseenEntriesComeInPages() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        List<EntryRow> unseen = new ArrayList<>();
        List<EntryRow> rows = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            unseen.add(row(fact("2026-04-23/unseen-" + i, i), run).observed(true, 4));
        }
        rows.addAll(unseen);
        rows.add(row(fact("2026-04-23/seen", 1), run).observed(true, 5));
        rows.add(row(fact("2026-04-23/gone", 2), run).observed(false, 4));
        rows.add(new EntryRow(fact("2026-04-23/damaged", 3), EntryState.DAMAGED, true, 4, run, TOKEN));
        rows.add(new EntryRow(fact("2026-04-23/missing", 3), EntryState.MISSING, true, 4, run, TOKEN));
        rows.add(new EntryRow(fact("2026-04-23/present", 3), EntryState.PRESENT, true, 4, run, TOKEN));
        EntryRow attested = new EntryRow(fact("2026-04-23/attested", 3), EntryState.ATTESTED, true, 4, run, TOKEN);
        unseen.add(attested);
        rows.add(attested);
        upsert(job, DAY, rows);

        List<EntryRow> paged = new ArrayList<>();
        Optional<PathHash> after = Optional.empty();
        for (int pages = 0; pages < 10; pages++) {
            Optional<PathHash> from = after;
            List<EntryRow> page = index().transact(tx -> {
                tx.lockJob(job);
                return tx.notSeenSince(tx.folder(job, DAY).id(), 5, from, 10);
            });
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            if (page.isEmpty()) {
                break;
            }
            paged.addAll(page);
            after = Optional.of(page.get(page.size() - 1).fact().entry().path().hash());
        }
        assertThat(paged).containsExactlyInAnyOrderElementsOf(unseen);
        assertThat(paged.stream().map(entry -> entry.fact().entry().path().hash()))
                .isSorted();
    }

    // The files of a run, and losses

    private static RunFileRow verified(String path, int content) {
        return new RunFileRow(
                RelativePath.known(path),
                RunFileRow.Outcome.VERIFIED,
                content,
                Optional.of(digest(content)),
                Optional.empty());
    }

    @Test
    @DisplayName("RUN-8 a run keeps the newest outcome of each of its files")
    default void aRunKeepsTheNewestOutcome() throws SyncException {
        JobId job = newJob();
        RunId run = open(job);
        RunId other = open(job);
        RunFileRow failed = new RunFileRow(
                RelativePath.known("2026-04-23/a"),
                RunFileRow.Outcome.FAILED,
                0,
                Optional.empty(),
                Optional.of(ErrorCode.FILE_UNREADABLE));
        RunFileRow lost = new RunFileRow(
                RelativePath.known("2026-04-23/b"), RunFileRow.Outcome.LOST, 7, Optional.empty(), Optional.empty());
        writeFiles(job, run, List.of(failed, lost));
        writeFiles(job, other, List.of(failed));
        assertThat(runFiles(run)).containsExactly(failed, lost);
        writeFiles(job, run, List.of(verified("2026-04-23/a", 1)));
        assertThat(runFiles(run)).containsExactly(verified("2026-04-23/a", 1), lost);
        assertThat(runFiles(other)).containsExactly(failed);
    }

    private void writeFiles(JobId job, RunId run, List<RunFileRow> files) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.upsertRunFiles(run, files);
            return files;
        });
    }

    @Test
    @DisplayName("CORE-10 a loss is noted once for each path, size and time, and never changed")
    default void aLossIsNotedOnce() throws SyncException {
        JobId job = newJob();
        JobId neighbour = newJob();
        RunId run = open(job);
        SourceEntry entry = fact("2026-04-23/a", 1).entry();
        LossRow first = new LossRow(entry, NOON);
        LossRow again = new LossRow(entry, NOON.plusSeconds(1));
        LossRow larger = new LossRow(SourceEntry.file(entry.path(), 2, entry.ticks()), NOON);
        LossRow later = new LossRow(SourceEntry.file(entry.path(), 1, entry.ticks() + 1), NOON);
        for (List<LossRow> losses : List.of(List.of(first), List.of(again, larger), List.of(later, first))) {
            index().transact(tx -> {
                tx.lockJob(job);
                tx.insertLosses(job, run, losses);
                return losses;
            });
        }
        assertThat(losses(job)).containsExactlyInAnyOrder(first, larger, later);
        assertThat(losses(neighbour)).isEmpty();
    }
}

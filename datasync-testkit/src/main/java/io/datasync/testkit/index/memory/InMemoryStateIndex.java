package io.datasync.testkit.index.memory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.testkit.index.memory.IndexMemory.FolderKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A {@link StateIndex} in memory, written as plainly as the contract reads, so that a durable one can be compared with it.
 *
 * <p>Strict: a transaction within a transaction, one that is used after its end or by another thread, a write to a job that was not
 * locked, a change of an ended run and a batch without a bound are each an {@link IllegalStateException}. Times are kept to the
 * microsecond, as databases do. Its time is that of the clock it is given. Transactions run one after the other. Thread-safe.
 */
public final class InMemoryStateIndex implements StateIndex {
    private final Clock clock;
    private final IndexMemory memory = new IndexMemory();
    private final ReentrantLock lock = new ReentrantLock();
    private Supplier<Cut> cuts = () -> Cut.NONE;
    private long transactions;

    /** An empty index. */
    public InMemoryStateIndex(Clock clock) {
        this.clock = clock;
    }

    @Override
    public <T> T transact(IndexWork<T> work) throws SyncException {
        if (inTransaction()) {
            throw new IllegalStateException("A transaction within a transaction");
        }
        lock.lock();
        try {
            transactions++;
            Cut cut = cuts.get();
            if (cut == Cut.RUN_TWICE) {
                InMemoryTransaction victim = begin();
                try {
                    work.run(victim);
                } finally {
                    victim.rollBack();
                }
            }
            return run(work, cut);
        } finally {
            lock.unlock();
        }
    }

    private <T> T run(IndexWork<T> work, Cut cut) throws SyncException {
        InMemoryTransaction transaction = begin();
        boolean committed = false;
        try {
            T result = work.run(transaction);
            if (cut == Cut.BEFORE_COMMIT) {
                throw SyncException.passing(ErrorCode.INDEX_UNAVAILABLE, "Cut by the test before the commit");
            }
            committed = true;
            if (cut == Cut.AFTER_COMMIT) {
                throw SyncException.passing(ErrorCode.INDEX_UNAVAILABLE, "Cut by the test after the commit");
            }
            return result;
        } finally {
            if (committed) {
                transaction.end();
            } else {
                transaction.rollBack();
            }
        }
    }

    private InMemoryTransaction begin() {
        return new InMemoryTransaction(memory, clock.instant());
    }

    /** Whether the calling thread is inside a transaction, where nobody may reach for a network or a file (I-9). */
    public boolean inTransaction() {
        return lock.isHeldByCurrentThread();
    }

    /** Asks before each transaction what is to happen to it. */
    public void cuts(Supplier<Cut> source) {
        locked(() -> cuts = source);
    }

    /** Lets this happen to the next transaction, and nothing to those after it. */
    public void cutNext(Cut cut) {
        locked(() -> cuts = () -> {
            cuts = () -> Cut.NONE;
            return cut;
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** What puts everything back as it is now, as often as it is run: a backup of the database. Between transactions alone. */
    public Runnable snapshot() {
        requireOutside();
        IndexMemory kept = locked(() -> {
            IndexMemory copy = new IndexMemory();
            copy.become(memory);
            return copy;
        });
        return () -> {
            requireOutside();
            locked(() -> {
                memory.become(kept);
                return kept;
            });
        };
    }

    private void requireOutside() {
        if (inTransaction()) {
            throw new IllegalStateException("Within a transaction");
        }
    }

    /** How many transactions there were. */
    public long transactions() {
        return locked(() -> transactions);
    }

    /** Adds a geometry job without runs, switched on, in the zone UTC. */
    public void addJob(JobId job, RunnerId runner, String archiveUrl) {
        locked(() -> memory.jobs.put(
                job,
                new JobRow(
                        job,
                        runner,
                        JobKind.GEOMETRY,
                        ZoneId.of("UTC"),
                        true,
                        archiveUrl,
                        FencingToken.NONE,
                        Optional.empty(),
                        0)));
    }

    /** Switches a job on or off. */
    public void setEnabled(JobId job, boolean enabled) {
        locked(() -> memory.jobs.computeIfPresent(
                job,
                (id, row) -> new JobRow(
                        row.job(),
                        row.runner(),
                        row.kind(),
                        row.zone(),
                        enabled,
                        row.archiveUrl(),
                        row.token(),
                        row.liveRun(),
                        row.scanSeq())));
    }

    /** Lets a run have been heard, and its lease have been given, earlier by so much. */
    public void age(RunId run, Duration by) {
        locked(() -> memory.runs.computeIfPresent(
                run,
                (id, row) -> new RunRow(
                        row.run(),
                        row.job(),
                        row.state(),
                        row.token(),
                        row.startedOffline(),
                        row.continues(),
                        row.startedAt(),
                        row.lastActivityAt().minus(by),
                        row.leaseUntil().minus(by),
                        row.endedAt(),
                        row.result(),
                        row.code())));
    }

    /** Seals a folder, made empty when it is not there. */
    public void seal(JobId job, FolderName name) throws SyncException {
        transact(tx -> {
            tx.lockJob(job);
            return tx.folder(job, name);
        });
        locked(() -> memory.folders.computeIfPresent(
                Objects.requireNonNull(memory.folderIds.get(new FolderKey(job, name))),
                (id, row) -> row.sealed(clock.instant())));
    }

    /** A job as it is. */
    public JobRow job(JobId job) {
        return locked(() -> Objects.requireNonNull(memory.jobs.get(job)));
    }

    /** All runs of a job. */
    public List<RunRow> runs(JobId job) {
        return locked(() -> memory.runs.of(job));
    }

    /** All folders of a job. */
    public List<FolderRow> folders(JobId job) {
        return locked(() -> memory.folders.of(job));
    }

    /** All entries of a folder, in the order of their keys. */
    public List<EntryRow> entries(long folderId) {
        return locked(() -> {
            var rows = memory.entries.get(folderId);
            return rows == null ? List.of() : rows.of(folderId);
        });
    }

    /** What a run did with single files, by path. */
    public List<RunFileRow> runFiles(RunId run) {
        return locked(() -> memory.runFiles.entrySet().stream()
                .filter(file -> file.getKey().run().equals(run))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(RunFileRow::path))
                .toList());
    }

    /** When the last cycle of a job ended. */
    public Optional<Instant> lastCycleAt(JobId job) {
        return locked(() -> Optional.ofNullable(memory.cycles.get(job)));
    }

    /** The deeds about a job in the audit log, oldest first. */
    public List<DeedRow> deeds(JobId job) {
        return locked(() ->
                memory.deeds.stream().filter(deed -> deed.job().equals(job)).toList());
    }

    /** The alerts about a job that live. */
    public List<AlertRow> alerts(JobId job) {
        return locked(() -> memory.alerts.values().stream()
                .filter(alert -> alert.job().equals(job))
                .toList());
    }

    /** What files of a job used to be, by path, the oldest content first. */
    public List<VersionRow> versions(JobId job) {
        return locked(() -> memory.versions.entrySet().stream()
                .filter(version -> Objects.requireNonNull(
                                memory.folders.get(version.getKey().folderId()))
                        .job()
                        .equals(job))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(
                                (VersionRow version) -> version.fact().entry().path())
                        .thenComparing(version -> version.fact().entry().ticks()))
                .toList());
    }

    /** What repairs of a job found, oldest first. */
    public List<FindingRow> findings(JobId job) {
        return locked(() -> memory.findings.getOrDefault(job, List.of()));
    }

    /** What the server has yet to read back of a job, by path. */
    public List<SampleRow> samples(JobId job) {
        return locked(() -> memory.samples.values().stream()
                .filter(sample -> sample.job().equals(job))
                .sorted(Comparator.comparing(SampleRow::path))
                .toList());
    }

    /** The loss ledger of a job, by path. */
    public List<LossRow> losses(JobId job) {
        return locked(() -> memory.losses.entrySet().stream()
                .filter(loss -> loss.getKey().job().equals(job))
                .map(Map.Entry::getValue)
                .sorted(Comparator.comparing(loss -> loss.entry().path()))
                .toList());
    }
}

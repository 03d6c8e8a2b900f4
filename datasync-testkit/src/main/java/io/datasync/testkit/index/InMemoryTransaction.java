package io.datasync.testkit.index;

import io.datasync.core.index.EntryCounts;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.ListingNote;
import io.datasync.core.index.RepairRow;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.testkit.index.IndexMemory.AlertKey;
import io.datasync.testkit.index.IndexMemory.FolderKey;
import io.datasync.testkit.index.IndexMemory.LossKey;
import io.datasync.testkit.index.IndexMemory.RunFileKey;
import io.datasync.testkit.index.IndexMemory.VersionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One transaction: changes the memory at once, and knows how to undo it. */
final class InMemoryTransaction implements IndexTransaction {
    private static final int BATCH_MAX = 10_000;

    private final IndexMemory memory;
    private final Instant now;
    private final Thread owner = Thread.currentThread();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Set<JobId> held = new HashSet<>();
    private final InMemoryRepairs repairs;
    private boolean ended;

    InMemoryTransaction(IndexMemory memory, Instant now) {
        this.memory = memory;
        this.now = micros(now);
        this.repairs = new InMemoryRepairs(memory, this);
    }

    static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    void end() {
        ended = true;
    }

    void rollBack() {
        ended = true;
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    void use() {
        if (ended) {
            throw new IllegalStateException("The transaction has ended");
        }
        if (!Thread.currentThread().equals(owner)) {
            throw new IllegalStateException("The transaction belongs to another thread");
        }
    }

    void useHolding(@Nullable JobId job) {
        use();
        if (job == null || !held.contains(job)) {
            throw new IllegalStateException("The job is neither locked nor fenced: " + job);
        }
    }

    static void bounded(Collection<?> batch) {
        if (batch.size() > BATCH_MAX) {
            throw new IllegalStateException("A batch of " + batch.size() + " has no bound (I-11)");
        }
    }

    static void boundedPage(int max) {
        if (max < 1 || max > BATCH_MAX) {
            throw new IllegalStateException("A page of " + max + " has no bound (I-11)");
        }
    }

    <K, V> void remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            undo.push(() -> map.put(key, before));
        }
    }

    <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        undo.push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    @Override
    public Instant now() {
        use();
        return now;
    }

    @Override
    public Optional<JobRow> lockJob(JobId job) {
        use();
        Optional<JobRow> row = Optional.ofNullable(memory.jobs.get(job));
        if (row.isPresent()) {
            held.add(job);
        }
        return row;
    }

    @Override
    public boolean fence(JobId job, RunId run, FencingToken token) {
        use();
        JobRow row = memory.jobs.get(job);
        boolean passes = row != null
                && row.token().equals(token)
                && row.liveRun().isPresent()
                && row.liveRun().get().equals(run);
        if (passes) {
            held.add(job);
        }
        return passes;
    }

    @Override
    public void updateJob(JobId job, FencingToken token, Optional<RunId> liveRun) {
        useHolding(job);
        put(memory.jobs, job, Objects.requireNonNull(memory.jobs.get(job)).with(token, liveRun));
    }

    @Override
    public void raiseScanSeq(JobId job, long scanSeq) {
        useHolding(job);
        JobRow row = Objects.requireNonNull(memory.jobs.get(job));
        put(memory.jobs, job, row.withScanSeq(Math.max(row.scanSeq(), scanSeq)));
    }

    @Override
    public Optional<RunRow> run(RunId run) {
        use();
        return Optional.ofNullable(memory.runs.get(run));
    }

    @Override
    public void insertRun(RunRow run) {
        useHolding(run.job());
        if (memory.runs.containsKey(run.run())) {
            throw new IllegalStateException("The run is there already: " + run.run());
        }
        put(memory.runs, run.run(), run);
    }

    @Override
    public void updateRun(RunRow run) {
        useHolding(run.job());
        RunRow before = memory.runs.get(run.run());
        if (before == null || !before.state().alive()) {
            throw new IllegalStateException("The run is not there or has ended: " + run.run());
        }
        put(
                memory.runs,
                run.run(),
                new RunRow(
                        before.run(),
                        before.job(),
                        run.state(),
                        before.token(),
                        before.startedOffline(),
                        before.continues(),
                        before.startedAt(),
                        run.lastActivityAt(),
                        run.leaseUntil(),
                        run.endedAt(),
                        run.result(),
                        run.code()));
    }

    @Override
    public int renewLeases(RunnerId runner, Collection<RunId> runs, Duration lease) {
        use();
        bounded(runs);
        int renewed = 0;
        for (RunId id : new HashSet<>(runs)) {
            RunRow run = memory.runs.get(id);
            if (run != null && run.state().alive() && isOf(run.job(), runner)) {
                put(memory.runs, id, run.heard(run.state(), now, lease));
                renewed++;
            }
        }
        return renewed;
    }

    private boolean isOf(JobId job, RunnerId runner) {
        JobRow row = memory.jobs.get(job);
        return row != null && row.runner().equals(runner);
    }

    @Override
    public List<FolderRow> folders(JobId job) {
        use();
        return memory.folders.values().stream()
                .filter(folder -> folder.job().equals(job))
                .toList();
    }

    @Override
    public Optional<FolderRow> findFolder(JobId job, FolderName folder) {
        use();
        Long known = memory.folderIds.get(new FolderKey(job, folder));
        return known == null ? Optional.empty() : Optional.ofNullable(memory.folders.get(known));
    }

    @Override
    public FolderRow folder(JobId job, FolderName folder) {
        useHolding(job);
        FolderKey key = new FolderKey(job, folder);
        Long known = memory.folderIds.get(key);
        if (known != null) {
            return Objects.requireNonNull(memory.folders.get(known));
        }
        long id = memory.folders.size() + 1L;
        FolderRow row = FolderRow.empty(id, job, folder);
        put(memory.folderIds, key, id);
        put(memory.folders, id, row);
        return row;
    }

    /** A folder that may be written: its job is held, or this is a repair of it. */
    FolderRow held(long folderId) {
        FolderRow folder = memory.folders.get(folderId);
        if (!repairs.repairs(folderId)) {
            useHolding(folder == null ? null : folder.job());
        }
        return Objects.requireNonNull(folder);
    }

    @Override
    public void updateFolder(FolderRow folder) {
        FolderRow before = held(folder.id());
        put(
                memory.folders,
                folder.id(),
                new FolderRow(
                        before.id(),
                        before.job(),
                        before.name(),
                        folder.archived(),
                        folder.atSource(),
                        folder.lastNewAt().map(InMemoryTransaction::micros),
                        folder.sealedAt().map(InMemoryTransaction::micros),
                        folder.certificate(),
                        before.listing(),
                        before.revision() + 1));
    }

    @Override
    public void noteListing(long folderId, ListingNote listing) {
        FolderRow row = held(folderId);
        put(
                memory.folders,
                folderId,
                new FolderRow(
                        row.id(),
                        row.job(),
                        row.name(),
                        row.archived(),
                        row.atSource(),
                        row.lastNewAt(),
                        row.sealedAt(),
                        row.certificate(),
                        Optional.of(new ListingNote(micros(listing.at()), listing.outstanding())),
                        row.revision()));
    }

    @Override
    public long unarchived(long folderId) {
        use();
        return rows(folderId).values().stream()
                .filter(row -> !row.state().archived())
                .count();
    }

    @Override
    public List<LossRow> losses(JobId job, FolderName folder, int max) {
        use();
        return memory.losses.entrySet().stream()
                .filter(loss -> loss.getKey().job().equals(job)
                        && loss.getKey().path().folder().equals(folder))
                .map(Map.Entry::getValue)
                .limit(max)
                .toList();
    }

    NavigableMap<PathHash, EntryRow> rows(long folderId) {
        return memory.entries.computeIfAbsent(folderId, id -> new TreeMap<>());
    }

    @Override
    public Map<PathHash, EntryRow> entries(long folderId, Collection<PathHash> keys) {
        use();
        bounded(keys);
        Map<PathHash, EntryRow> found = new HashMap<>();
        for (PathHash key : keys) {
            EntryRow row = rows(folderId).get(key);
            if (row != null) {
                found.put(key, row);
            }
        }
        return found;
    }

    @Override
    public void upsertEntries(long folderId, Collection<EntryRow> entries) {
        FolderRow folder = held(folderId);
        bounded(entries);
        for (EntryRow row : entries) {
            Fact fact = row.fact();
            if (!fact.entry().path().folder().equals(folder.name())) {
                throw new IllegalStateException(fact.entry().path() + " is not in folder " + folder.name());
            }
            put(rows(folderId), fact.entry().path().hash(), kept(row));
        }
    }

    /** A row as a database keeps it. */
    static EntryRow kept(EntryRow row) {
        Fact fact = row.fact();
        return row.repaired(
                new Fact(fact.entry(), fact.digest(), micros(fact.verifiedAt())),
                row.state(),
                row.check().map(check -> new EntryRow.Check(check.by(), micros(check.at()))),
                row.absentSince().map(InMemoryTransaction::micros));
    }

    @Override
    public Optional<FolderRow> folderForRepair(JobId job, FolderName folder, long revision) {
        return repairs.folder(job, folder, revision);
    }

    @Override
    public List<EntryRow> page(long folderId, Optional<PathHash> after, Optional<PathHash> last, int max) {
        return repairs.page(folderId, after, last, max);
    }

    @Override
    public EntryCounts counts(long folderId) {
        return repairs.counts(folderId);
    }

    @Override
    public void repairEntries(long folderId, Collection<EntryRow> entries) {
        repairs.store(folderId, entries);
    }

    @Override
    public void markChecked(long folderId, Collection<EntryRow> entries, EntryRow.Check check) {
        repairs.markChecked(folderId, entries, check);
    }

    @Override
    public void insertFindings(JobId job, Collection<FindingRow> findings) {
        repairs.insert(job, findings);
    }

    @Override
    public Optional<Long> rotation(JobId job, RepairRow.Kind kind) {
        return repairs.rotation(job, kind);
    }

    @Override
    public void storeRotation(JobId job, RepairRow.Kind kind, long day) {
        repairs.storeRotation(job, kind, day);
    }

    @Override
    public Optional<RepairRow> repair(JobId job) {
        return repairs.underWay(job);
    }

    @Override
    public void beginRepair(RepairRow repair) {
        repairs.begin(repair);
    }

    @Override
    public boolean advanceRepair(RepairRow repair) {
        return repairs.advance(repair);
    }

    @Override
    public void endRepair(JobId job, RunId repair) {
        repairs.end(job, repair);
    }

    @Override
    public void markSeen(long folderId, Collection<PathHash> keys, long scanSeq) {
        held(folderId);
        bounded(keys);
        for (PathHash key : keys) {
            EntryRow row = rows(folderId).get(key);
            if (row != null && row.scanSeq() < scanSeq) {
                put(rows(folderId), key, row.observed(row.atSource(), scanSeq));
            }
        }
    }

    @Override
    public List<EntryRow> notSeenSince(long folderId, long scanSeq, Optional<PathHash> after, int max) {
        use();
        boundedPage(max);
        NavigableMap<PathHash, EntryRow> rows = rows(folderId);
        Map<PathHash, EntryRow> rest = after.isPresent() ? rows.tailMap(after.get(), false) : rows;
        return rest.values().stream()
                .filter(row -> row.countsAtSource() && row.scanSeq() < scanSeq)
                .limit(max)
                .toList();
    }

    @Override
    public void upsertRunFiles(RunId run, Collection<RunFileRow> files) {
        RunRow row = memory.runs.get(run);
        useHolding(row == null ? null : row.job());
        bounded(files);
        for (RunFileRow file : files) {
            put(memory.runFiles, new RunFileKey(run, file.path()), file);
        }
    }

    @Override
    public void cycleEnded(RunnerId runner, JobId job, Instant at) {
        use();
        Instant known = memory.cycles.getOrDefault(job, Instant.MIN);
        if (isOf(job, runner) && known.isBefore(micros(at))) {
            put(memory.cycles, job, micros(at));
        }
    }

    @Override
    public void insertDeed(DeedRow deed) {
        useHolding(deed.job());
        memory.deeds.add(deed);
        undo.push(() -> memory.deeds.remove(memory.deeds.size() - 1));
    }

    @Override
    public boolean raiseAlert(AlertRow alert) {
        useHolding(alert.job());
        AlertKey key = new AlertKey(alert.job(), alert.kind());
        boolean isNew = !memory.alerts.containsKey(key);
        put(memory.alerts, key, alert);
        return isNew;
    }

    @Override
    public Optional<AlertRow.Files> alertedFiles(JobId job, AlertRow.Kind kind) {
        useHolding(job);
        return Optional.ofNullable(memory.alerts.get(new AlertKey(job, kind))).map(AlertRow::files);
    }

    @Override
    public void resolveAlert(JobId job, AlertRow.Kind kind) {
        useHolding(job);
        AlertRow before = memory.alerts.remove(new AlertKey(job, kind));
        if (before != null) {
            undo.push(() -> memory.alerts.put(new AlertKey(job, kind), before));
        }
    }

    @Override
    public void insertVersions(long folderId, Collection<VersionRow> versions) {
        FolderRow folder = memory.folders.get(folderId);
        useHolding(folder == null ? null : folder.job());
        bounded(versions);
        for (VersionRow version : versions) {
            Fact fact = version.fact();
            VersionKey key =
                    new VersionKey(folderId, fact.entry().path(), fact.entry().ticks(), fact.digest());
            if (!memory.versions.containsKey(key)) {
                Fact stored = new Fact(fact.entry(), fact.digest(), micros(fact.verifiedAt()));
                put(memory.versions, key, new VersionRow(stored, micros(version.retiredAt()), version.run()));
            }
        }
    }

    @Override
    public List<LossRow> insertLosses(JobId job, RunId run, Collection<LossRow> losses) {
        useHolding(job);
        bounded(losses);
        List<LossRow> added = new ArrayList<>();
        for (LossRow loss : losses) {
            LossKey key = new LossKey(
                    job,
                    loss.entry().path(),
                    loss.entry().sizeBytes(),
                    loss.entry().ticks());
            if (!memory.losses.containsKey(key)) {
                put(memory.losses, key, new LossRow(loss.entry(), micros(loss.noticedAt()), loss.archived()));
                added.add(loss);
            }
        }
        return added;
    }
}

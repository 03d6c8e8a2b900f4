package io.datasync.testkit.index.memory;

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
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.testkit.index.memory.IndexMemory.AlertKey;
import io.datasync.testkit.index.memory.IndexMemory.LossKey;
import io.datasync.testkit.index.memory.IndexMemory.RunFileKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One transaction: what is done to jobs and runs is here, what to folders and by repairs in parts of their own. */
final class InMemoryTransaction implements IndexTransaction {
    private final IndexMemory memory;
    private final Instant now;
    private final InMemoryChanges changes = new InMemoryChanges();
    private final InMemoryFolders folders;
    private final InMemoryRepairs repairs;
    private final InMemorySamples samples;

    InMemoryTransaction(IndexMemory memory, Instant now) {
        this.memory = memory;
        this.now = InMemoryChanges.micros(now);
        folders = new InMemoryFolders(memory, changes);
        repairs = new InMemoryRepairs(memory, changes, folders);
        samples = new InMemorySamples(memory, changes, this.now);
    }

    void end() {
        changes.end();
    }

    void rollBack() {
        changes.rollBack();
    }

    @Override
    public Instant now() {
        changes.use();
        return now;
    }

    @Override
    public Optional<JobRow> lockJob(JobId job) {
        changes.use();
        Optional<JobRow> row = Optional.ofNullable(memory.jobs.get(job));
        if (row.isPresent()) {
            changes.hold(job);
        }
        return row;
    }

    @Override
    public boolean fence(JobId job, RunId run, FencingToken token) {
        changes.use();
        JobRow row = memory.jobs.get(job);
        boolean passes = row != null
                && row.token().equals(token)
                && row.liveRun().isPresent()
                && row.liveRun().get().equals(run);
        if (passes) {
            changes.hold(job);
        }
        return passes;
    }

    @Override
    public void updateJob(JobId job, FencingToken token, Optional<RunId> liveRun) {
        changes.useHolding(job);
        changes.put(
                memory.jobs, job, Objects.requireNonNull(memory.jobs.get(job)).with(token, liveRun));
    }

    @Override
    public void raiseScanSeq(JobId job, long scanSeq) {
        changes.useHolding(job);
        JobRow row = Objects.requireNonNull(memory.jobs.get(job));
        changes.put(memory.jobs, job, row.withScanSeq(Math.max(row.scanSeq(), scanSeq)));
    }

    @Override
    public Optional<RunRow> run(RunId run) {
        changes.use();
        return Optional.ofNullable(memory.runs.get(run));
    }

    @Override
    public void insertRun(RunRow run) {
        changes.useHolding(run.job());
        if (memory.runs.containsKey(run.run())) {
            throw new IllegalStateException("The run is there already: " + run.run());
        }
        changes.put(memory.runs, run.run(), run);
    }

    @Override
    public void updateRun(RunRow run) {
        changes.useHolding(run.job());
        RunRow before = memory.runs.get(run.run());
        if (before == null || !before.state().alive()) {
            throw new IllegalStateException("The run is not there or has ended: " + run.run());
        }
        changes.put(
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
        changes.use();
        InMemoryChanges.bounded(runs);
        int renewed = 0;
        for (RunId id : new HashSet<>(runs)) {
            RunRow run = memory.runs.get(id);
            if (run != null && run.state().alive() && isOf(run.job(), runner)) {
                changes.put(memory.runs, id, run.heard(run.state(), now, lease));
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
        return folders.of(job);
    }

    @Override
    public Optional<FolderRow> findFolder(JobId job, FolderName folder) {
        return folders.find(job, folder);
    }

    @Override
    public FolderRow folder(JobId job, FolderName folder) {
        return folders.made(job, folder);
    }

    @Override
    public void updateFolder(FolderRow folder) {
        folders.update(folder);
    }

    @Override
    public void noteListing(long folderId, ListingNote listing) {
        folders.noteListing(folderId, listing);
    }

    @Override
    public long unarchived(long folderId) {
        return folders.unarchived(folderId);
    }

    @Override
    public List<LossRow> losses(JobId job, FolderName folder, int max) {
        changes.use();
        return memory.losses.entrySet().stream()
                .filter(loss -> loss.getKey().job().equals(job)
                        && loss.getKey().path().folder().equals(folder))
                .map(Map.Entry::getValue)
                .limit(max)
                .toList();
    }

    @Override
    public Map<PathHash, EntryRow> entries(long folderId, Collection<PathHash> keys) {
        return folders.entries(folderId, keys);
    }

    @Override
    public void upsertEntries(long folderId, Collection<EntryRow> entries) {
        folders.upsertEntries(folderId, entries);
    }

    @Override
    public Optional<FolderRow> folderForRepair(JobId job, FolderName folder, long revision) {
        return folders.forRepair(job, folder, revision);
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
        folders.markSeen(folderId, keys, scanSeq);
    }

    @Override
    public List<EntryRow> notSeenSince(long folderId, long scanSeq, Optional<PathHash> after, int max) {
        return folders.notSeenSince(folderId, scanSeq, after, max);
    }

    @Override
    public void upsertRunFiles(RunId run, Collection<RunFileRow> files) {
        RunRow row = memory.runs.get(run);
        changes.useHolding(row == null ? null : row.job());
        InMemoryChanges.bounded(files);
        for (RunFileRow file : files) {
            changes.put(memory.runFiles, new RunFileKey(run, file.path()), file);
        }
    }

    @Override
    public void cycleEnded(RunnerId runner, JobId job, Instant at) {
        changes.use();
        Instant known = memory.cycles.getOrDefault(job, Instant.MIN);
        if (isOf(job, runner) && known.isBefore(InMemoryChanges.micros(at))) {
            changes.put(memory.cycles, job, InMemoryChanges.micros(at));
        }
    }

    @Override
    public void insertDeed(DeedRow deed) {
        changes.useHolding(deed.job());
        changes.add(memory.deeds, deed);
    }

    @Override
    public boolean raiseAlert(AlertRow alert) {
        changes.useHolding(alert.job());
        AlertKey key = new AlertKey(alert.job(), alert.kind());
        boolean isNew = !memory.alerts.containsKey(key);
        changes.put(memory.alerts, key, alert);
        return isNew;
    }

    @Override
    public Optional<AlertRow.Files> alertedFiles(JobId job, AlertRow.Kind kind) {
        changes.useHolding(job);
        return Optional.ofNullable(memory.alerts.get(new AlertKey(job, kind))).map(AlertRow::files);
    }

    @Override
    public void resolveAlert(JobId job, AlertRow.Kind kind) {
        changes.useHolding(job);
        changes.remove(memory.alerts, new AlertKey(job, kind));
    }

    @Override
    public void insertVersions(long folderId, Collection<VersionRow> versions) {
        folders.insertVersions(folderId, versions);
    }

    @Override
    public List<LossRow> insertLosses(JobId job, RunId run, Collection<LossRow> losses) {
        changes.useHolding(job);
        InMemoryChanges.bounded(losses);
        List<LossRow> added = new ArrayList<>();
        for (LossRow loss : losses) {
            LossKey key = new LossKey(
                    job,
                    loss.entry().path(),
                    loss.entry().sizeBytes(),
                    loss.entry().ticks());
            if (!memory.losses.containsKey(key)) {
                changes.put(
                        memory.losses,
                        key,
                        new LossRow(loss.entry(), InMemoryChanges.micros(loss.noticedAt()), loss.archived()));
                added.add(loss);
            }
        }
        return added;
    }

    @Override
    public void addSamples(JobId job, RunId run, Collection<RelativePath> paths) {
        samples.add(job, run, paths);
    }

    @Override
    public List<SampleRow> claimSamples(Duration claim, int max) {
        return samples.claim(claim, max);
    }

    @Override
    public boolean postponeSample(SampleRow sample, Duration by, boolean disputed) {
        return samples.postpone(sample, by, disputed);
    }

    @Override
    public boolean endSample(SampleRow sample) {
        return samples.end(sample);
    }

    @Override
    public long disputes(JobId job) {
        return samples.disputes(job);
    }
}

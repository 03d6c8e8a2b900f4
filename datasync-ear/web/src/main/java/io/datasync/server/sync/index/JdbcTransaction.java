package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
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
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.sql.SqlSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One transaction on the tables of the index. */
final class JdbcTransaction implements IndexTransaction {
    private final SqlSession session;
    private final JobTable jobs;
    private final RunTable runs;
    private final FolderTable folders;
    private final EntryTable entries;
    private final RepairTables repairs;
    private final SampleTable samples;
    private final RunFileTable runFiles;
    private final LossTable losses;
    private final VersionTable versions;
    private final DeedLog deeds;
    private final AlertLog alerts;
    private final Map<RunState, Long> ended = new EnumMap<>(RunState.class);
    private long verified;

    JdbcTransaction(SqlSession session, DeedLog deeds, AlertLog alerts) {
        this.session = session;
        this.deeds = deeds;
        this.alerts = alerts;
        this.jobs = new JobTable(session);
        this.runs = new RunTable(session);
        this.folders = new FolderTable(session);
        this.entries = new EntryTable(session);
        this.repairs = new RepairTables(session);
        samples = new SampleTable(session);
        this.runFiles = new RunFileTable(session);
        this.losses = new LossTable(session);
        this.versions = new VersionTable(session);
    }

    /** What was done so far. */
    JdbcStateIndex.Tally tally() {
        return new JdbcStateIndex.Tally(ended, verified);
    }

    @Override
    public Instant now() throws SyncException {
        return session.now();
    }

    @Override
    public Optional<JobRow> lockJob(JobId job) throws SyncException {
        return jobs.lock(job);
    }

    @Override
    public boolean fence(JobId job, RunId run, FencingToken token) throws SyncException {
        return jobs.fence(job, run, token);
    }

    @Override
    public void updateJob(JobId job, FencingToken token, Optional<RunId> liveRun) throws SyncException {
        jobs.update(job, token, liveRun);
    }

    @Override
    public void raiseScanSeq(JobId job, long scanSeq) throws SyncException {
        jobs.raiseScanSeq(job, scanSeq);
    }

    @Override
    public Optional<RunRow> run(RunId run) throws SyncException {
        return runs.find(run);
    }

    @Override
    public void insertRun(RunRow run) throws SyncException {
        runs.insert(run);
    }

    @Override
    public void updateRun(RunRow run) throws SyncException {
        runs.update(run);
        if (!run.state().alive()) {
            ended.merge(run.state(), 1L, Long::sum);
        }
    }

    @Override
    public int renewLeases(RunnerId runner, Collection<RunId> renewed, Duration lease) throws SyncException {
        return runs.renewLeases(runner, renewed, lease);
    }

    @Override
    public List<FolderRow> folders(JobId job) throws SyncException {
        return folders.all(job);
    }

    @Override
    public Optional<FolderRow> findFolder(JobId job, FolderName folder) throws SyncException {
        return folders.find(job, folder);
    }

    @Override
    public FolderRow folder(JobId job, FolderName folder) throws SyncException {
        return folders.findOrMake(job, folder);
    }

    @Override
    public void updateFolder(FolderRow folder) throws SyncException {
        folders.update(folder);
    }

    @Override
    public void noteListing(long folderId, ListingNote listing) throws SyncException {
        folders.noteListing(folderId, listing);
    }

    @Override
    public long unarchived(long folderId) throws SyncException {
        return entries.unarchived(folderId);
    }

    @Override
    public List<LossRow> losses(JobId job, FolderName folder, int max) throws SyncException {
        return losses.of(job, folder, max);
    }

    @Override
    public Map<PathHash, EntryRow> entries(long folderId, Collection<PathHash> keys) throws SyncException {
        return entries.find(folderId, keys);
    }

    @Override
    public void upsertEntries(long folderId, Collection<EntryRow> rows) throws SyncException {
        entries.upsert(folderId, rows);
    }

    @Override
    public void markSeen(long folderId, Collection<PathHash> keys, long scanSeq) throws SyncException {
        entries.markSeen(folderId, keys, scanSeq);
    }

    @Override
    public List<EntryRow> notSeenSince(long folderId, long scanSeq, Optional<PathHash> after, int max)
            throws SyncException {
        return entries.notSeenSince(folderId, scanSeq, after, max);
    }

    @Override
    public Optional<FolderRow> folderForRepair(JobId job, FolderName folder, long revision) throws SyncException {
        return folders.forRepair(job, folder, revision);
    }

    @Override
    public List<EntryRow> page(long folderId, Optional<PathHash> after, Optional<PathHash> last, int max)
            throws SyncException {
        return entries.page(folderId, after, last, max);
    }

    @Override
    public EntryCounts counts(long folderId) throws SyncException {
        return repairs.counts(folderId);
    }

    @Override
    public void repairEntries(long folderId, Collection<EntryRow> rows) throws SyncException {
        repairs.store(folderId, rows);
    }

    @Override
    public void markChecked(long folderId, Collection<EntryRow> rows, EntryRow.Check check) throws SyncException {
        repairs.markChecked(folderId, rows, check);
    }

    @Override
    public void insertFindings(JobId job, Collection<FindingRow> findings) throws SyncException {
        repairs.insert(job, findings);
    }

    @Override
    public Optional<Long> rotation(JobId job, RepairRow.Kind kind) throws SyncException {
        return repairs.rotation(job, kind);
    }

    @Override
    public void storeRotation(JobId job, RepairRow.Kind kind, long day) throws SyncException {
        repairs.storeRotation(job, kind, day);
    }

    @Override
    public Optional<RepairRow> repair(JobId job) throws SyncException {
        return repairs.underWay(job);
    }

    @Override
    public void beginRepair(RepairRow repair) throws SyncException {
        repairs.begin(repair);
    }

    @Override
    public boolean advanceRepair(RepairRow repair) throws SyncException {
        return repairs.advance(repair);
    }

    @Override
    public void endRepair(JobId job, RunId repair) throws SyncException {
        repairs.end(job, repair);
    }

    @Override
    public void upsertRunFiles(RunId run, Collection<RunFileRow> files) throws SyncException {
        runFiles.upsert(run, files);
        verified += files.stream()
                .filter(file -> file.outcome() == RunFileRow.Outcome.VERIFIED)
                .count();
    }

    @Override
    public void cycleEnded(RunnerId runner, JobId job, Instant at) throws SyncException {
        jobs.cycleEnded(runner, job, at);
    }

    @Override
    public void insertDeed(DeedRow deed) throws SyncException {
        deeds.write(session, deed);
    }

    @Override
    public boolean raiseAlert(AlertRow alert) throws SyncException {
        return alerts.raise(session, alert);
    }

    @Override
    public Optional<AlertRow.Files> alertedFiles(JobId job, AlertRow.Kind kind) throws SyncException {
        return alerts.files(session, job, kind);
    }

    @Override
    public void resolveAlert(JobId job, AlertRow.Kind kind) throws SyncException {
        alerts.resolve(session, job, kind);
    }

    @Override
    public void insertVersions(long folderId, Collection<VersionRow> rows) throws SyncException {
        versions.insert(folderId, rows);
    }

    @Override
    public List<LossRow> insertLosses(JobId job, RunId run, Collection<LossRow> rows) throws SyncException {
        return losses.insert(job, run, rows);
    }

    @Override
    public void addSamples(JobId job, RunId run, Collection<RelativePath> paths) throws SyncException {
        samples.add(job, run, paths);
    }

    @Override
    public List<SampleRow> claimSamples(Duration claim, int max) throws SyncException {
        return samples.claim(claim, max);
    }

    @Override
    public boolean postponeSample(SampleRow sample, Duration by, boolean disputed) throws SyncException {
        return samples.postpone(sample, by, disputed);
    }

    @Override
    public boolean endSample(SampleRow sample) throws SyncException {
        return samples.end(sample);
    }

    @Override
    public long disputes(JobId job) throws SyncException {
        return samples.disputes(job);
    }
}

package io.datasync.core.index;

import io.datasync.core.failure.SyncException;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of one transaction. For one thread, and only until {@link StateIndex#transact} returns.
 *
 * <p>Lists of rows are written sorted by key and in statements of bounded size (D-30). Every method may throw
 * {@code INDEX_UNAVAILABLE}, after which the transaction is rolled back.
 */
public interface IndexTransaction {
    /** The index's own time, which all nodes share: leases and silence are measured by it alone (D-25). */
    Instant now() throws SyncException;

    /** The job, held against other transactions that lock or fence it until this one ends; empty when there is none. */
    Optional<JobRow> lockJob(JobId job) throws SyncException;

    /**
     * In one statement: checks that {@code run} is the job's live run and {@code token} its newest, notes the activity, and holds the job
     * as {@link #lockJob} does (I-4).
     *
     * @return whether both are so; if not, nothing was changed
     */
    boolean fence(JobId job, RunId run, FencingToken token) throws SyncException;

    /** Stores the token and the live run of a locked job. */
    void updateJob(JobId job, FencingToken token, Optional<RunId> liveRun) throws SyncException;

    /** Raises the highest scan number of a locked job; one that is not higher changes nothing (D-21). */
    void raiseScanSeq(JobId job, long scanSeq) throws SyncException;

    /** The run, or empty. */
    Optional<RunRow> run(RunId run) throws SyncException;

    /** Adds a run. */
    void insertRun(RunRow run) throws SyncException;

    /**
     * Stores what can change of a run: state, lease, activity, counts, end, code.
     *
     * @throws IllegalStateException when the run is not there or has ended: that never changes (I-5)
     */
    void updateRun(RunRow run) throws SyncException;

    /**
     * Extends the lease of those runs of the runner that are alive, and notes that they were heard (D-23). A lease is never shortened;
     * runs that ended, that are unknown or another runner's are left alone. Needs no lock.
     *
     * @return how many were extended
     */
    int renewLeases(RunnerId runner, Collection<RunId> runs, Duration lease) throws SyncException;

    /** All folders of a job, in the order in which they were made. */
    List<FolderRow> folders(JobId job) throws SyncException;

    /** The folder, or empty. */
    Optional<FolderRow> findFolder(JobId job, FolderName folder) throws SyncException;

    /** The folder, made empty when it is not there yet. The job must be locked or fenced. */
    FolderRow folder(JobId job, FolderName folder) throws SyncException;

    /**
     * Stores both summaries of a folder, the time of its last new entry, its seal and its certificate, and raises its revision by one
     * (D-24). The listing is left as it is.
     */
    void updateFolder(FolderRow folder) throws SyncException;

    /** Notes the last complete listing of a folder; its revision stays, since nothing of its content changed. */
    void noteListing(long folderId, ListingNote listing) throws SyncException;

    /** How many entries of a folder are on record and do not count as archived: present, damaged, missing (D-4). */
    long unarchived(long folderId) throws SyncException;

    /** The losses of a folder, in no order, at most {@code max}. */
    List<LossRow> losses(JobId job, FolderName folder, int max) throws SyncException;

    /** The entries of a folder that have these keys. */
    Map<PathHash, EntryRow> entries(long folderId, Collection<PathHash> keys) throws SyncException;

    /** Adds or replaces entries of a folder, by key. */
    void upsertEntries(long folderId, Collection<EntryRow> entries) throws SyncException;

    /**
     * Adds what archived files of a folder used to be; a version that is there (same path, time and digest) is left alone (CORE-11).
     * The job must be locked or fenced.
     */
    void insertVersions(long folderId, Collection<VersionRow> versions) throws SyncException;

    /** Raises the scan number of entries that were observed again unchanged, where it was lower. */
    void markSeen(long folderId, Collection<PathHash> keys, long scanSeq) throws SyncException;

    /**
     * Entries of a folder that count as at the source but were last observed before this scan, in the order of their keys.
     *
     * @param after the last key of the page before, so that a page costs what it returns; empty for the first page
     */
    List<EntryRow> notSeenSince(long folderId, long scanSeq, Optional<PathHash> after, int max) throws SyncException;

    /**
     * The folder, for a repair, if it still has this revision (D-24). When a transaction that does not lock the job overtakes it after that,
     * {@link #updateFolder} makes the work run again, and this answer is empty then. Whoever changes rows of the folder ends with {@link
     * #updateFolder}.
     *
     * @return empty when the folder is not there or has another revision: then whoever asks lists again
     */
    Optional<FolderRow> folderForRepair(JobId job, FolderName folder, long revision) throws SyncException;

    /**
     * The entries of a folder in the order of their keys.
     *
     * @param after the last key of the page before; empty for the first page
     * @param last the last key that is wanted; empty for all
     */
    List<EntryRow> page(long folderId, Optional<PathHash> after, Optional<PathHash> last, int max) throws SyncException;

    /** How many files of a folder are on record as there, and how many of these the last listing did not have. */
    EntryCounts counts(long folderId) throws SyncException;

    /**
     * Stores fact, state, check and absence of entries that are there. What runs observed and reported of them stays as it is, so that a
     * repair takes back nothing that a run did meanwhile; entries that are not there are ignored.
     */
    void repairEntries(long folderId, Collection<EntryRow> entries) throws SyncException;

    /**
     * Notes that entries were read back and found as these rows say. One whose state, size, time or digest has changed since is left alone.
     * Raises no revision, since nothing else follows from it.
     */
    void markChecked(long folderId, Collection<EntryRow> entries, EntryRow.Check check) throws SyncException;

    /** Adds findings. */
    void insertFindings(JobId job, Collection<FindingRow> findings) throws SyncException;

    /** The repair of a job that is under way, or empty. */
    Optional<RepairRow> repair(JobId job) throws SyncException;

    /** Begins a repair, in place of one that is noted. The job must be locked. */
    void beginRepair(RepairRow repair) throws SyncException;

    /** Notes how far a repair has come, if it is still the job's; else changes nothing and returns {@code false}. */
    boolean advanceRepair(RepairRow repair) throws SyncException;

    /** Nothing is under way any more, if this repair was. */
    void endRepair(JobId job, RunId repair) throws SyncException;

    /** The last day (days since 1970-01-01) whose part of a job a rotating repair has done; empty before the first. */
    Optional<Long> rotation(JobId job, RepairRow.Kind kind) throws SyncException;

    /** Notes the last day whose part a rotating repair has done. The job must be locked. */
    void storeRotation(JobId job, RepairRow.Kind kind, long day) throws SyncException;

    /** Adds what a run did with single files; a file that the run named before gets the newer outcome. */
    void upsertRunFiles(RunId run, Collection<RunFileRow> files) throws SyncException;

    /**
     * Notes when a cycle of a runner's job ended that did not fail, by the server's time; an earlier one than is known changes nothing, nor one of another
     * runner's job (D-26). Needs no lock.
     */
    void cycleEnded(RunnerId runner, JobId job, Instant at) throws SyncException;

    /** Adds a deed to the audit log: it is there exactly when what this transaction does is (D-35). */
    void insertDeed(DeedRow deed) throws SyncException;

    /**
     * Raises an alert about a locked job, or brings the one of its kind that lives up to date: it is there exactly when what this
     * transaction does is.
     *
     * @return whether none of its kind lived
     */
    boolean raiseAlert(AlertRow alert) throws SyncException;

    /**
     * The files of the alert of this kind about a locked job, which nobody else changes or resolves until this transaction ends; empty when none
     * lives.
     */
    Optional<AlertRow.Files> alertedFiles(JobId job, AlertRow.Kind kind) throws SyncException;

    /** Resolves the alert of this kind about a locked job, if one lives. */
    void resolveAlert(JobId job, AlertRow.Kind kind) throws SyncException;

    /**
     * Adds losses to the ledger; one that is there (same job, path, size and time) is left alone.
     *
     * @return those that were added
     */
    List<LossRow> insertLosses(JobId job, RunId run, Collection<LossRow> losses) throws SyncException;

    /**
     * Adds files of a locked or fenced job that the server is to read back, due at once; one that waits already is left as it is (D-5).
     *
     * @param run the run that proved them
     */
    void addSamples(JobId job, RunId run, Collection<RelativePath> paths) throws SyncException;

    /**
     * Takes files of any jobs that are due, the longest due first, those of a job that are due at once in the order of their keys: nobody else gets
     * them for so long. Needs no lock.
     *
     * @return those that were taken, with the time at which they are due again
     */
    List<SampleRow> claimSamples(Duration claim, int max) throws SyncException;

    /** Lets a file that was taken be due so much later than now; changes nothing, and returns {@code false}, when somebody else has it now. */
    boolean postponeSample(SampleRow sample, Duration by, boolean disputed) throws SyncException;

    /** Removes a file that was taken, as {@link #postponeSample}. */
    boolean endSample(SampleRow sample) throws SyncException;

    /** How many files of a job are disputed. */
    long disputes(JobId job) throws SyncException;
}

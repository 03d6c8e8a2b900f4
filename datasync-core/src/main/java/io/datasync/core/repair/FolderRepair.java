package io.datasync.core.repair;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Carries out changes to the rows of one folder, if the folder still has the revision at which they were decided (D-24). Thread-safe.
 *
 * <p>A transaction takes at most a batch of rows. Each batch demands the revision that the one before it left, so that what was decided is
 * carried out on exactly what it was decided for, as far as it is carried out. Throws {@code INDEX_UNAVAILABLE}: some batches may be done then.
 */
public final class FolderRepair {
    /** A new folder has it, whoever made it, and keeps it until something is written into it. */
    private static final long FIRST_REVISION = 0;

    private final StateIndex index;
    private final JobId job;
    private final int batchRows;

    /**
     * Repairs folders of a job.
     *
     * @param batchRows how many rows one transaction changes at most, 1 to 5,000
     */
    public FolderRepair(StateIndex index, JobId job, int batchRows) {
        this.index = index;
        this.job = job;
        this.batchRows = batchRows;
    }

    /**
     * Carries out changes of a folder that may not have been there: then it is made.
     *
     * @param read the folder as it was when they were decided; empty when there was none
     * @return whether all were; if not, the folder was changed meanwhile, perhaps by the run that made it, and they are to be decided anew
     */
    public boolean apply(FolderName name, Optional<FolderRow> read, List<RowChange> changes) throws SyncException {
        if (read.isEmpty()) {
            make(name);
        }
        return apply(name, read.map(FolderRow::revision).orElse(FIRST_REVISION), changes);
    }

    private void make(FolderName name) throws SyncException {
        index.transact(tx -> {
            tx.lockJob(job);
            return tx.folder(job, name);
        });
    }

    /**
     * Carries out changes.
     *
     * @param read the folder as it was when they were decided
     * @return whether all were; if not, the folder was changed meanwhile, and they are to be decided anew
     */
    public boolean apply(FolderRow read, List<RowChange> changes) throws SyncException {
        return apply(read.name(), read.revision(), changes);
    }

    private boolean apply(FolderName name, long decidedAt, List<RowChange> changes) throws SyncException {
        long revision = decidedAt;
        for (int start = 0; start < changes.size(); start += batchRows) {
            List<RowChange> batch = changes.subList(start, Math.min(changes.size(), start + batchRows));
            long demanded = revision;
            if (!index.<Boolean>transact(tx -> apply(tx, name, demanded, batch))) {
                return false;
            }
            revision++;
        }
        return true;
    }

    /**
     * The job first, then findings, rows and the folder: the order in which runs take their locks. Without the job, many small repairs overtake a
     * run's larger transaction again and again.
     */
    private boolean apply(IndexTransaction tx, FolderName name, long revision, List<RowChange> changes)
            throws SyncException {
        List<VersionRow> versions =
                changes.stream().flatMap(change -> change.version().stream()).toList();
        tx.lockJob(job);
        Optional<FolderRow> held = tx.folderForRepair(job, name, revision);
        if (held.isEmpty()) {
            return false;
        }
        FolderRow folder = held.get();
        List<FindingRow> findings = new ArrayList<>();
        List<EntryRow> fresh = new ArrayList<>();
        List<EntryRow> repaired = new ArrayList<>();
        for (RowChange change : changes) {
            change.finding().ifPresent(findings::add);
            (change.before().isPresent() ? repaired : fresh).add(change.after());
            folder = folder.replacing(change.before(), change.after());
        }
        if (!findings.isEmpty()) {
            tx.insertFindings(job, findings);
        }
        if (!versions.isEmpty()) {
            tx.insertVersions(folder.id(), versions);
        }
        if (!fresh.isEmpty()) {
            tx.upsertEntries(folder.id(), fresh);
        }
        if (!repaired.isEmpty()) {
            tx.repairEntries(folder.id(), repaired);
        }
        tx.updateFolder(folder);
        return true;
    }
}

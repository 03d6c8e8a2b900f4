package io.datasync.testkit.simulation.invariant;

import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * I-3: a row says verified only of what a journal had verified, and names a run of the job and a token that this run had. What a repair read back
 * itself has no token, and is on the share.
 */
final class IndexIsProven implements Invariant {
    private final Looked<JobId> runs = new Looked<>();
    private final Looked<Long> folders = new Looked<>();
    private final Set<EntryRow> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public void check(JobRecord job, IndexView index, Place changed) {
        if (changed != Place.INDEX) {
            return;
        }
        List<RunRow> now = index.runs(job.job());
        if (runs.isNew(job.job(), now)) {
            now.forEach(run -> job.tokens
                    .computeIfAbsent(run.run(), any -> new HashSet<>())
                    .add(run.token()));
        }
        for (FolderRow folder : index.folders(job.job())) {
            List<EntryRow> rows = index.entries(folder.id());
            if (folders.isNew(folder.id(), rows)) {
                check(job, rows);
            }
        }
    }

    private void check(JobRecord job, List<EntryRow> rows) {
        for (EntryRow row : rows) {
            if (seen.add(row) && row.state() == EntryState.VERIFIED && JobRecord.isFile(row.fact())) {
                check(job, row);
            }
        }
    }

    private static void check(JobRecord job, EntryRow row) {
        StoredContent content = StoredContent.of(row.fact());
        if (row.token().equals(FencingToken.NONE)) {
            if (!job.share().holds(content) && !job.taken.contains(content)) {
                throw new Breach("I-3", "verified by a repair, and not on the share: " + content);
            }
            return;
        }
        if (!job.proven.contains(Proof.of(row.fact()))) {
            throw new Breach("I-3", "the index says verified of what no journal had: " + row);
        }
        if (!job.tokens.getOrDefault(row.run(), Set.of()).contains(row.token())) {
            throw new Breach("I-3", "verified under a token that its run never had: " + row);
        }
    }
}

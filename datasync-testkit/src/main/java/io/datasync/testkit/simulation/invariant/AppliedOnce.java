package io.datasync.testkit.simulation.invariant;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import java.util.HashMap;
import java.util.Map;

/** I-8: every fact counts once. Both summaries of a folder are the sums of its rows, however often a fact was reported. */
final class AppliedOnce implements Invariant {
    private final Map<Long, FolderRow> summed = new HashMap<>();

    @Override
    public void check(JobRecord job, IndexView index, Place changed) {
        if (changed != Place.INDEX) {
            return;
        }
        for (FolderRow folder : index.folders(job.job())) {
            if (!folder.equals(summed.put(folder.id(), folder))) {
                check(folder, index);
            }
        }
    }

    private static void check(FolderRow folder, IndexView index) {
        SetSummary archived = SetSummary.EMPTY;
        SetSummary atSource = SetSummary.EMPTY;
        for (EntryRow row : index.entries(folder.id())) {
            long size = row.fact().entry().sizeBytes();
            if (row.state().archived()) {
                archived = archived.plus(size, row.fact().entryDigest());
            }
            if (row.countsAtSource()) {
                atSource = atSource.plus(size, row.fact().entryDigest());
            }
        }
        if (!folder.archived().equals(archived) || !folder.atSource().equals(atSource)) {
            throw new Breach(
                    "I-8", "the summaries of " + folder + " are not those of its rows: " + archived + ", " + atSource);
        }
    }
}

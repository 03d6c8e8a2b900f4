package io.datasync.testkit.simulation.invariant;

import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import java.util.List;

/**
 * What is committed in a state index, seen from outside, so that nothing under test has a say in what is seen. No list
 * ever changes; the same list twice means that nothing changed in between.
 */
public interface IndexView {
    /** A job. */
    JobRow job(JobId job);

    /** All runs of a job. */
    List<RunRow> runs(JobId job);

    /** All folders of a job. */
    List<FolderRow> folders(JobId job);

    /** All entries of a folder. */
    List<EntryRow> entries(long folderId);

    /** The loss ledger of a job. */
    List<LossRow> losses(JobId job);
}

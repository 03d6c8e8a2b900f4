package io.datasync.testkit.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.VersionRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the parts of {@link StateIndexContract} need of an implementation. */
public interface StateIndexFixture {
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

    /** What files of a job used to be, by path, the oldest content first. */
    List<VersionRow> versions(JobId job);

    /** The summaries of the alerts about a job that live. */
    List<String> alerts(JobId job);

    /** What repairs of a job found, oldest first. */
    List<FindingRow> findings(JobId job);

    /** When the last cycle of a job ended. */
    Optional<Instant> lastCycleAt(JobId job);

    /** What the audit log's deeds about a job say in their details, oldest first. */
    List<String> deeds(JobId job);
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.testkit.simulation.invariant.IndexView;

/** A database with a state index, as whoever operates it sees it. */
public interface IndexHome extends AutoCloseable {
    /** The index. */
    StateIndex index();

    /** What is committed in it. */
    IndexView view();

    /** Adds a job, and its runner when that is not there. */
    void addJob(JobId job, RunnerId runner, String archiveUrl);

    /** Changes a run, ended or not, behind everybody's back. */
    void spoil(RunId run);

    /** Keeps a copy of everything. */
    void backUp();

    /** Puts back the copy that was kept last. */
    void restore();

    @Override
    void close();
}

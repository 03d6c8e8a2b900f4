package io.datasync.core.coordinator;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;

/**
 * Through which every message inside a run goes, in the transaction that applies it: the run is the runner's own, alive, and holds the
 * job's newest token (I-4, RUN-2).
 */
final class RunGate {
    /** A run and its job, held until the transaction ends. */
    record Held(JobRow job, RunRow run) {}

    private RunGate() {}

    /**
     * The run and its job, whatever their state.
     *
     * @throws SyncException {@code RUN_UNKNOWN} when there is no such run of this runner
     */
    static Held hold(IndexTransaction tx, RunnerId runner, RunId run) throws SyncException {
        RunRow seen = tx.run(run).orElseThrow(() -> unknown(run));
        JobRow job = tx.lockJob(seen.job()).orElseThrow(() -> unknown(run));
        if (!job.runner().equals(runner)) {
            throw unknown(run);
        }
        // Read again: what was read before the lock may have changed.
        return new Held(job, tx.run(run).orElseThrow(() -> unknown(run)));
    }

    /**
     * Lets the run write.
     *
     * @throws SyncException {@code RUN_UNKNOWN}, {@code RUN_CLOSED}, {@code STALE_TOKEN}
     */
    static Held enter(IndexTransaction tx, RunnerId runner, RunId run, FencingToken token) throws SyncException {
        Held held = hold(tx, runner, run);
        if (!held.run().state().alive()) {
            throw closed(held.run());
        }
        if (!tx.fence(held.job().job(), run, token)) {
            throw SyncException.permanent(
                    ErrorCode.STALE_TOKEN,
                    "The token " + token + " is not the newest of job "
                            + held.job().job());
        }
        return held;
    }

    private static SyncException unknown(RunId run) {
        return SyncException.permanent(ErrorCode.RUN_UNKNOWN, "There is no run " + run + " of this runner");
    }

    static SyncException closed(RunRow run) {
        return SyncException.permanent(
                ErrorCode.RUN_CLOSED,
                "The run " + run.run() + " has ended: " + run.state().text());
    }
}

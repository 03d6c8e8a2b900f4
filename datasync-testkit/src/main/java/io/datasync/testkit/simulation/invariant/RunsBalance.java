package io.datasync.testkit.simulation.invariant;

import io.datasync.core.balance.Balance;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunState;
import java.util.List;

/**
 * I-6: seen = verified + in flight + excluded + failed + lost, for every run that ended success or partial. That the sum is right, no balance can
 * be built without; what is checked here is that the parts are those of the world.
 */
final class RunsBalance implements Invariant {
    private final Looked<JobId> runs = new Looked<>();

    @Override
    public void check(JobRecord job, IndexView index, Place changed) {
        if (changed != Place.INDEX) {
            return;
        }
        List<RunRow> now = index.runs(job.job());
        if (!runs.isNew(job.job(), now)) {
            return;
        }
        for (RunRow run : now) {
            boolean must = run.state() == RunState.SUCCESS || run.state() == RunState.PARTIAL;
            if (must && run.result().isEmpty()) {
                throw new Breach("I-6", "a run ended without a balance: " + run);
            }
            if (must
                    && run.state() == RunState.SUCCESS
                    && !run.result().get().balance().isSuccess()) {
                throw new Breach("I-6", "a success with failed or lost files: " + run);
            }
        }
    }

    /** A cycle that did its work said this of the world as it was meanwhile. */
    void checkCycle(Balance balance, CycleWitness witness) {
        long listed = balance.seen() - balance.lost();
        if (listed < witness.filesLeast() || listed > witness.filesMost()) {
            throw new Breach(
                    "I-6", "there were " + witness.filesLeast() + " to " + witness.filesMost() + " files: " + balance);
        }
        if (balance.lost() != witness.lossesNoted()) {
            throw new Breach("I-6", "the journal noted " + witness.lossesNoted() + " losses: " + balance);
        }
    }
}

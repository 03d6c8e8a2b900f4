package io.datasync.testkit.simulation.invariant;

import io.datasync.core.index.RunRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** I-5: a terminal run never changes. */
final class EndedStaysEnded implements Invariant {
    private final Looked<JobId> runs = new Looked<>();
    private final Map<RunId, RunRow> ended = new HashMap<>();

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
            RunRow before = ended.get(run.run());
            if (before != null && !before.equals(run)) {
                throw new Breach("I-5", before + " became " + run);
            }
            if (before == null && run.endedAt().isPresent()) {
                ended.put(run.run(), run);
            }
        }
    }

    /** The database is an earlier one: what ended since then is to end again. */
    void forget() {
        ended.clear();
        runs.forget();
    }
}

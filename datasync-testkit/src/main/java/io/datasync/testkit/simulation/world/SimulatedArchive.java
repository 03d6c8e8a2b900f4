package io.datasync.testkit.simulation.world;

import io.datasync.core.identity.JobPlace;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.testkit.simulation.invariant.JobRecord;
import io.datasync.testkit.store.memory.InMemoryShare;

/** Where a job of a runner is archived, and what is on record of it. Two PCs may archive into it when nobody knows yet that they are two (D-27). */
record SimulatedArchive(JobPlace place, RunnerId runner, InMemoryShare share, JobRecord record) {
    JobId job() {
        return place.job();
    }
}

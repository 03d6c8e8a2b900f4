package io.datasync.core.protocol.fleet;

import java.util.List;

/** All jobs of a runner, at most {@value #JOBS_MAX}. */
public record JobList(List<JobDefinition> jobs) {
    /** The largest number of jobs of a runner (I-11). */
    public static final int JOBS_MAX = 1_000;

    public JobList {
        jobs = List.copyOf(jobs);
    }
}

package io.datasync.testkit.simulation.invariant;

/** Something that is always true of a job. */
interface Invariant {
    /** Throws {@link Breach} when it is not any more, now that something changed there. */
    void check(JobRecord job, IndexView index, Place changed);
}

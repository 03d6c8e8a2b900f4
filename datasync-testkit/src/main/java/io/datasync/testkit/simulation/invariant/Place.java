package io.datasync.testkit.simulation.invariant;

/** Where something changed. */
public enum Place {
    /** In the archive of a job. */
    SHARE,
    /** In the journal of a job. */
    JOURNAL,
    /** In the index. */
    INDEX
}

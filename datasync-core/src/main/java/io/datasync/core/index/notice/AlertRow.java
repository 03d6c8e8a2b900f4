package io.datasync.core.index.notice;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;

/**
 * Something about a job that somebody must look at.
 *
 * @param runner whose job it is
 * @param summary a sentence for people
 */
public record AlertRow(Kind kind, RunnerId runner, JobId job, String summary) {
    /** What it is about; of each kind a job has at most one alert that lives. */
    public enum Kind {
        /** Too many archived files changed at once, and nobody has decided about them yet (D-12). */
        MASS_CHANGE
    }
}

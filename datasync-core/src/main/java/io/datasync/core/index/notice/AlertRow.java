package io.datasync.core.index.notice;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.RelativePath;
import java.util.Optional;

/**
 * Something about a job that somebody must look at.
 *
 * @param runner whose job it is
 * @param summary a sentence or two for people
 */
public record AlertRow(Kind kind, RunnerId runner, JobId job, Files files, String summary) {
    /** What it is about; of each kind a job has at most one alert that lives. */
    public enum Kind {
        /** Too many archived files changed at once, and nobody has decided about them yet (D-12). */
        MASS_CHANGE,
        /** Files vanished before they were archived, and no person has acknowledged that yet (CORE-10). */
        FILE_LOST,
        /** Files that were just proven are not on the share as they were proven (D-5). */
        SAMPLE_DIFFERS
    }

    /**
     * The files that an alert is about.
     *
     * @param count how many
     * @param first the one that was told first, where single files are told
     */
    public record Files(long count, Optional<RelativePath> first) {}
}

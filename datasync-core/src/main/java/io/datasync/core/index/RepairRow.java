package io.datasync.core.index;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The repair of a job that is under way; a job has at most one.
 *
 * @param repair its id, made as that of a run
 * @param heardAt when it last got on, by the index's time
 * @param doneTo the last folder that is done, in the order of their names; empty before the first
 */
public record RepairRow(
        JobId job, RunId repair, Kind kind, Instant startedAt, Instant heardAt, Optional<FolderName> doneTo) {
    /** What it does. Stored in lower case. */
    public enum Kind {
        RECONCILE,
        SCRUB,
        SUMMARIES,
        REBUILD;

        /** As it is stored. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same repair, heard now, when this folder was the last that is done. */
    public RepairRow doneTo(FolderName folder, Instant now) {
        return new RepairRow(job, repair, kind, startedAt, now, Optional.of(folder));
    }
}

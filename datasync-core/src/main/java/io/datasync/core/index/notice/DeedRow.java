package io.datasync.core.index.notice;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import java.util.Optional;

/**
 * Something that the rules did and that nobody had asked for by its name, for the audit log (D-35).
 *
 * @param runner whose message caused it
 * @param run the run that it is about; empty when it is about none
 * @param detail a sentence
 */
public record DeedRow(Deed deed, RunnerId runner, JobId job, Optional<RunId> run, String detail) {
    /** What was done. */
    public enum Deed {
        /** A run was closed because another took the job over, or because it was silent for too long. */
        RUN_ORPHANED,
        /** A run began a new epoch of the fencing token (D-20). */
        EPOCH_RAISED,
        /** Something new came into a sealed folder, whose seal was taken off (CORE-5). */
        FOLDER_UNSEALED,
        /** A run ended with a mass change that nobody has decided about; the run before it had none (D-12). */
        MASS_CHANGE_HELD,
        /** A run told of lost files while no loss of its job waited to be acknowledged (CORE-10). */
        FILES_LOST,
        /** A date folder was closed, and its certificate is on the share (CORE-8). */
        FOLDER_SEALED,
        /** A person closed a date folder before the rule did, or although it would not; its certificate comes with the next run (API-5). */
        SEAL_ORDERED,
        /** A person opened a sealed folder (API-5). */
        UNSEAL_ORDERED
    }
}

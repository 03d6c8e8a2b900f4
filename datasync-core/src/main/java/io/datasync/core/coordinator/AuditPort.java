package io.datasync.core.coordinator;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import java.util.Optional;

/**
 * Where the rules tell what somebody may ask about later: refusals (RUN-2, D-23) and deeds.
 *
 * <p>Called after the transaction it speaks of, outside any. A deed is then in the audit log already, since it was written together with
 * what it tells of ({@link io.datasync.core.index.IndexTransaction#insertDeed}); a refusal changed nothing, and is for the implementation
 * to count (D-35). An implementation is thread-safe, does not block for long and never throws: a full log must not undo what was decided.
 */
@FunctionalInterface
public interface AuditPort {
    /** Takes one event. */
    void audit(Event event);

    /** What happened. */
    enum Action {
        /** A run was not opened. */
        OPEN_REFUSED,
        /** A message inside a run was refused. */
        MESSAGE_REFUSED,
        /** A certificate was not good, and nothing was sealed (D-9). */
        CERTIFICATE_REFUSED,
        /** A run was closed because another took the job over, or because it was silent for too long. */
        RUN_ORPHANED,
        /** A new epoch of the fencing token began (D-20). */
        EPOCH_RAISED,
        /** Something new came into a sealed folder, whose seal was taken off (CORE-5). */
        FOLDER_UNSEALED,
        /** A run ended with a mass change that nobody has decided about; the run before it had none (D-12). */
        MASS_CHANGE_HELD,
        /** A run told of lost files while no loss of its job waited to be acknowledged (CORE-10). */
        FILES_LOST,
        /** A date folder was closed, and its certificate is on the share (CORE-8). */
        FOLDER_SEALED,
        /** A person closed a date folder (API-5). */
        SEAL_ORDERED,
        /** A person opened a sealed folder (API-5). */
        UNSEAL_ORDERED
    }

    /**
     * One event.
     *
     * @param runner whose message caused it
     * @param job the job, when it is known
     * @param run the run that it is about
     * @param code why, with refusals
     * @param detail a sentence
     */
    record Event(
            Action action,
            RunnerId runner,
            Optional<JobId> job,
            Optional<RunId> run,
            Optional<ErrorCode> code,
            String detail) {
        /** What tells of a deed. */
        public static Event of(DeedRow deed) {
            Action action =
                    switch (deed.deed()) {
                        case RUN_ORPHANED -> Action.RUN_ORPHANED;
                        case EPOCH_RAISED -> Action.EPOCH_RAISED;
                        case FOLDER_UNSEALED -> Action.FOLDER_UNSEALED;
                        case MASS_CHANGE_HELD -> Action.MASS_CHANGE_HELD;
                        case FILES_LOST -> Action.FILES_LOST;
                        case FOLDER_SEALED -> Action.FOLDER_SEALED;
                        case SEAL_ORDERED -> Action.SEAL_ORDERED;
                        case UNSEAL_ORDERED -> Action.UNSEAL_ORDERED;
                    };
            return new Event(
                    action, deed.runner(), Optional.of(deed.job()), deed.run(), Optional.empty(), deed.detail());
        }
    }
}

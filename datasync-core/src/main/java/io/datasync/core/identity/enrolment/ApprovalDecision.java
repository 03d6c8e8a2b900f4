package io.datasync.core.identity.enrolment;

import io.datasync.core.digest.Digest;
import io.datasync.core.protocol.fleet.RunnerStatus;
import java.util.List;

/** What becomes of a person's word about a key that waits. */
public sealed interface ApprovalDecision {
    /**
     * The key becomes active and the others of the runner are revoked, in one transaction.
     *
     * @param status of the runner from then on
     */
    record Approved(Digest key, List<Digest> revoked, RunnerStatus status) implements ApprovalDecision {
        public Approved {
            revoked = List.copyOf(revoked);
        }
    }

    /** The key is rejected for good. */
    record Rejected(Digest key) implements ApprovalDecision {}

    /** It was decided so before: nothing changes. */
    record Nothing() implements ApprovalDecision {}

    /** Nothing changes, since it is not clear what is meant. */
    record Refused(Reason reason) implements ApprovalDecision {}

    /** Why a word is refused. */
    enum Reason {
        /** No such key waits. */
        NONE_WAITS,
        /** Several wait, and which one is meant was not said. */
        SEVERAL_WAIT
    }
}

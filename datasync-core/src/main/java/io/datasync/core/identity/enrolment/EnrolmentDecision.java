package io.datasync.core.identity.enrolment;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RunnerStatus;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a PC that registers a key. */
public sealed interface EnrolmentDecision {
    /** The key was registered before: the same answer again, and nothing changes. */
    record Known(RunnerId runner, RunnerStatus status, Optional<RunnerId> replaces) implements EnrolmentDecision {}

    /**
     * The key is to be stored as pending.
     *
     * @param unknownRunner whether the runner is to be made too
     * @param replaces what is known of the key that this one would replace; empty when the runner has none
     */
    record Waits(RunnerId runner, boolean unknownRunner, Optional<Replaced> replaces) implements EnrolmentDecision {}

    /** Nothing is stored. */
    record Refused(Reason reason) implements EnrolmentDecision {}

    /**
     * The key of a runner that another one wants to replace, as the person who decides is to see it.
     *
     * @param heardAt when the runner was last heard
     * @param heardLately whether it still lives, so that the one that asks is rather a second PC than its successor
     */
    record Replaced(Digest keySha256, Optional<Instant> heardAt, boolean heardLately) {}

    /** Why a key is refused. */
    enum Reason {
        /** The API key is known with another device key: a new one is to be made. */
        KEY_OF_ANOTHER,
        /** A person rejected this key. */
        KEY_REJECTED,
        /** The key was revoked: a new one is to be made. */
        KEY_REVOKED,
        /** There is a runner whose id differs in capitals only, which would be one folder on many shares. */
        ID_ALIKE,
        /** Too many keys wait; some are to be decided first. It passes. */
        TOO_MANY_WAIT
    }
}

package io.datasync.core.identity.enrolment;

/** What may be done with a runner's key. The last two are for good: such a key never becomes active again. */
public enum KeyStanding {
    /** It waits for a person. */
    PENDING,
    /** The runner's key; there is one at most. */
    ACTIVE,
    /** A person said no. */
    REJECTED,
    /** It was good once. */
    REVOKED
}

package io.datasync.testkit.index.memory;

/** What happens to a transaction of {@link InMemoryStateIndex} that a database could do to it as well. */
public enum Cut {
    /** It goes through. */
    NONE,
    /** The database is gone when it is to be committed: nothing is applied. */
    BEFORE_COMMIT,
    /** It is committed, and the answer is lost: all of it is applied, and the caller learns nothing (I-12). */
    AFTER_COMMIT,
    /** It is chosen as a deadlock's victim and run again from its start. */
    RUN_TWICE
}

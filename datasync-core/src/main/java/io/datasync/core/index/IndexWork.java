package io.datasync.core.index;

import io.datasync.core.failure.SyncException;

/** What is done in one transaction. An exception takes it back and is passed on. */
@FunctionalInterface
public interface IndexWork<T> {
    /** Does it; may run more than once, see {@link StateIndex#transact}. */
    T run(IndexTransaction transaction) throws SyncException;
}

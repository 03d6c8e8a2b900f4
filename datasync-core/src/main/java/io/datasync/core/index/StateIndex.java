package io.datasync.core.index;

import io.datasync.core.failure.SyncException;

/**
 * The server's record of jobs, runs, folders and entries.
 *
 * <p>It stores and answers; it decides nothing. Rules are in {@code coordinator}. An implementation guarantees that a transaction takes
 * effect whole or not at all, that what was committed survives a kill of the process, and that two transactions which locked the same
 * job (see {@link IndexTransaction#lockJob} and {@link IndexTransaction#fence}) run one after the other.
 *
 * <p>Thread-safe; blocks.
 */
public interface StateIndex {
    /**
     * Runs work in one transaction: committed when it returns, rolled back when it throws. Work may run again from the start when the
     * database chose it as a deadlock's victim, so it has no effect outside the transaction, and makes no network call and no file I/O
     * (I-9).
     *
     * @throws SyncException what the work throws; {@code INDEX_UNAVAILABLE} (retryable) when the database cannot be reached, is full or
     *     gives up: then nothing was applied, or, after a lost commit, all of it, so that repeating must be safe (I-12)
     */
    <T> T transact(IndexWork<T> work) throws SyncException;
}

package io.datasync.server.sync.sql;

import io.datasync.core.failure.SyncException;

/** What is done in one transaction. */
@FunctionalInterface
public interface SqlWork<T> {
    /** Does it; may run more than once, see {@link SqlTransactions#run}. */
    T run(SqlSession session) throws SyncException;
}

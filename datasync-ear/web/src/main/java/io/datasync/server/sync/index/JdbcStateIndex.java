package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.StateIndex;
import io.datasync.server.sync.sql.SqlTransactions;

/**
 * The state index in H2, PostgreSQL or SQL Server.
 *
 * <p>Every transaction is a local one on a connection of its own; never part of one of the container. Rows are written in batches, sorted by
 * key. A job is held by a lock on its row in {@code jobs}. A folder that somebody else changed since it was read, or a deadlock, makes the
 * work run again, a bounded number of times. Times are floored to microseconds.
 */
public final class JdbcStateIndex implements StateIndex {
    private final SqlTransactions transactions;
    private final DeedLog deeds;

    /** An index whose tables are there already. */
    public JdbcStateIndex(SqlTransactions transactions, DeedLog deeds) {
        this.transactions = transactions;
        this.deeds = deeds;
    }

    @Override
    public <T> T transact(IndexWork<T> work) throws SyncException {
        return transactions.run(session -> work.run(new JdbcTransaction(session, deeds)));
    }
}

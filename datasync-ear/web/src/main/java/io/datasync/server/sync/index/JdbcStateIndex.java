package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.RunState;
import io.datasync.server.sync.sql.SqlTransactions;
import java.util.Map;

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
    private final AlertLog alerts;
    private final TallyListener listener;

    /** An index whose tables are there already. */
    public JdbcStateIndex(SqlTransactions transactions, DeedLog deeds, AlertLog alerts, TallyListener listener) {
        this.transactions = transactions;
        this.deeds = deeds;
        this.alerts = alerts;
        this.listener = listener;
    }

    /**
     * What one transaction did that is counted.
     *
     * @param ended how many runs ended, by their final state
     * @param verified files that were archived and proven, each once
     */
    public record Tally(Map<RunState, Long> ended, long verified) {
        public Tally {
            ended = Map.copyOf(ended);
        }
    }

    /** Told after a commit, and never of a transaction that was rolled back; must not throw. */
    @FunctionalInterface
    public interface TallyListener {
        /** Takes a tally. */
        void committed(Tally tally);
    }

    @Override
    public <T> T transact(IndexWork<T> work) throws SyncException {
        Done<T> done = transactions.run(session -> {
            var transaction = new JdbcTransaction(session, deeds, alerts);
            return new Done<>(work.run(transaction), transaction.tally());
        });
        listener.committed(done.tally());
        return done.result();
    }

    private record Done<T>(T result, Tally tally) {}
}

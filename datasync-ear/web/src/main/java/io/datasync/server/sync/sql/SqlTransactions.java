package io.datasync.server.sync.sql;

import io.datasync.core.failure.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;

/**
 * Local transactions on a data source: committed whole or not at all, whatever happens on the way.
 *
 * <p>Never part of a transaction of the container: call it where none is active. Thread-safe; blocks.
 */
public final class SqlTransactions {
    /** How often work is begun that the database keeps choosing as a victim. */
    static final int ATTEMPTS_MAX = 5;

    /** The longest pause before the second attempt; doubled before each later one. */
    private static final long PAUSE_MILLIS = 20;

    private static final System.Logger LOG = System.getLogger(SqlTransactions.class.getName());

    private final DataSource dataSource;
    private final Optional<SqlDialect> fixedDialect;
    private final Duration statementTimeout;
    private final RandomGenerator random;

    /**
     * Transactions whose dialect follows from the connection.
     *
     * @param statementTimeout how long one statement may take; at least a second
     * @param random thread-safe; how long victims of a deadlock pause
     */
    public SqlTransactions(DataSource dataSource, Duration statementTimeout, RandomGenerator random) {
        this(dataSource, Optional.empty(), statementTimeout, random);
    }

    /** Transactions in a fixed dialect, for a database that poses as another in a test. */
    SqlTransactions(
            DataSource dataSource,
            Optional<SqlDialect> fixedDialect,
            Duration statementTimeout,
            RandomGenerator random) {
        this.dataSource = dataSource;
        this.fixedDialect = fixedDialect;
        this.statementTimeout = statementTimeout;
        this.random = random;
    }

    /**
     * Runs work in one transaction: committed when it returns, rolled back when it throws, and rolled back too when a statement of it
     * failed and the work went on. Work that was a deadlock's victim, or met a key that another transaction made just before, runs again
     * from its start, a bounded number of times.
     *
     * @throws SyncException what the work throws; {@code INDEX_UNAVAILABLE}: then nothing was applied, or, after a lost commit, all of it
     *     (I-12)
     */
    public <T> T run(SqlWork<T> work) throws SyncException {
        for (int attempt = 1; ; attempt++) {
            SqlSession session = open();
            try {
                return once(session, work);
            } catch (SyncException failure) {
                if (!session.mayPassAtOnce() || attempt == ATTEMPTS_MAX) {
                    throw failure;
                }
                LOG.log(System.Logger.Level.DEBUG, "event=transaction_again attempt={0}", attempt);
                pause(attempt, failure);
            }
        }
    }

    /** H2 makes both sides of a deadlock its victims: without pauses of different length they would meet again and again. */
    private void pause(int attempt, SyncException failure) throws SyncException {
        try {
            Thread.sleep(random.nextLong(PAUSE_MILLIS << (attempt - 1)));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private SqlSession open() throws SyncException {
        try {
            return session(dataSource.getConnection());
        } catch (SQLException failure) {
            // Whatever the reason, an exhausted pool or a wrong password: the index cannot be had now.
            throw SqlFault.GONE.toFailure(failure);
        }
    }

    private SqlSession session(Connection connection) throws SQLException {
        boolean usable = false;
        try {
            SqlDialect dialect = fixedDialect.isPresent() ? fixedDialect.get() : SqlDialect.of(connection);
            usable = true;
            return new SqlSession(connection, dialect, statementTimeout);
        } finally {
            if (!usable) {
                connection.close();
            }
        }
    }

    private static <T> T once(SqlSession session, SqlWork<T> work) throws SyncException {
        boolean committed = false;
        try {
            session.begin();
            T result = work.run(session);
            session.commit();
            committed = true;
            return result;
        } finally {
            session.end(committed);
        }
    }
}

package io.datasync.server.sync.sql;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one transaction, each with a time-out.
 *
 * <p>For one thread, and until the transaction ends. Every method blocks and may throw {@code INDEX_UNAVAILABLE}, after which the
 * transaction can only be rolled back.
 */
public final class SqlSession {
    /** Rows of a batch that are sent to the database at once: bounds memory and the size of a message. */
    static final int BATCH_ROWS_MAX = 1_000;

    private final Connection connection;
    private final SqlDialect dialect;
    private final Duration statementTimeout;
    private @Nullable SyncException failure;
    private boolean mayPassAtOnce;

    SqlSession(Connection connection, SqlDialect dialect, Duration statementTimeout) {
        this.connection = connection;
        this.dialect = dialect;
        this.statementTimeout = statementTimeout;
    }

    /** Gives a statement its parameters. */
    @FunctionalInterface
    public interface Given {
        /** For a statement without parameters. */
        Given NOTHING = parameters -> {};

        /** Gives them. */
        void to(Parameters parameters) throws SQLException;
    }

    /** Gives a statement the parameters for one row of a batch. */
    @FunctionalInterface
    public interface GivenRow<R> {
        /** Gives them. */
        void to(Parameters parameters, R row) throws SQLException;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    public interface Read<T> {
        /** Makes it. */
        T from(Columns columns) throws SQLException, SyncException;
    }

    /** Works with the connection, and neither ends the transaction nor keeps the connection. */
    @FunctionalInterface
    public interface ByConnection {
        /** Works. */
        void run(Connection connection) throws SQLException;
    }

    /** The dialect to write texts in. */
    public SqlDialect dialect() {
        return dialect;
    }

    /** The database's time, in UTC: leases and silence are measured by it alone (D-25). */
    public Instant now() throws SyncException {
        return one("SELECT " + dialect.now(), Given.NOTHING, Columns::time).orElseThrow();
    }

    /**
     * The failure to throw when another transaction changed a row since this one read it: the work runs again from its start.
     *
     * @param what which row, for the log
     */
    public SyncException overtaken(String what) {
        SyncException told = SyncException.passing(ErrorCode.INDEX_UNAVAILABLE, "Overtaken: " + what + ".");
        note(told, true);
        return told;
    }

    /** Does something with the transaction's own connection: for the tables of others, who write them by texts of their own. */
    public void byConnection(ByConnection work) throws SyncException {
        guarded(() -> {
            work.run(connection);
            return true;
        });
    }

    /** All rows of a query; the caller bounds them. */
    public <T> List<T> all(String query, Given given, Read<T> read) throws SyncException {
        return guarded(() -> {
            List<T> found = new ArrayList<>();
            try (PreparedStatement statement = limited(connection.prepareStatement(query))) {
                given.to(new Parameters(statement));
                try (var rows = statement.executeQuery()) {
                    var columns = new Columns(rows);
                    while (columns.next()) {
                        found.add(read.from(columns));
                    }
                }
            }
            return found;
        });
    }

    /** The row of a query by key, or empty. */
    public <T> Optional<T> one(String query, Given given, Read<T> read) throws SyncException {
        List<T> found = all(query, given, read);
        if (found.size() > 1) {
            throw new IllegalStateException(found.size() + " rows for a key: " + query);
        }
        return found.stream().findFirst();
    }

    /** The number of rows that a statement changed. */
    public int update(String text, Given given) throws SyncException {
        return guarded(() -> {
            try (PreparedStatement statement = limited(connection.prepareStatement(text))) {
                given.to(new Parameters(statement));
                return statement.executeUpdate();
            }
        });
    }

    /** The {@code id} that the database gave to an inserted row. */
    public long insert(String text, Given given) throws SyncException {
        return guarded(() -> {
            try (PreparedStatement statement = limited(connection.prepareStatement(text, new String[] {"id"}))) {
                given.to(new Parameters(statement));
                statement.executeUpdate();
                try (var keys = statement.getGeneratedKeys()) {
                    if (!keys.next()) {
                        throw new IllegalStateException("No key for a new row: " + text);
                    }
                    return keys.getLong(1);
                }
            }
        });
    }

    /** Runs a statement once for each row, in their order; gives the rows for which it is known to have changed nothing. */
    public <R> List<R> batch(String text, Collection<R> rows, GivenRow<R> given) throws SyncException {
        if (rows.isEmpty()) {
            return List.of();
        }
        return guarded(() -> {
            List<R> unchanged = new ArrayList<>();
            try (PreparedStatement statement = limited(connection.prepareStatement(text))) {
                var parameters = new Parameters(statement);
                List<R> waiting = new ArrayList<>(Math.min(rows.size(), BATCH_ROWS_MAX));
                for (R row : rows) {
                    given.to(parameters, row);
                    parameters.endRow();
                    waiting.add(row);
                    if (waiting.size() == BATCH_ROWS_MAX) {
                        flush(statement, waiting, unchanged);
                    }
                }
                if (!waiting.isEmpty()) {
                    flush(statement, waiting, unchanged);
                }
            }
            return unchanged;
        });
    }

    /**
     * Adds or replaces rows by key, which the caller has sorted.
     *
     * @param given gives the values, then the key
     * @param key gives the key alone
     */
    public <R> void upsert(Upsert upsert, Collection<R> rows, GivenRow<R> given, GivenRow<R> key) throws SyncException {
        List<R> unchanged = batch(upsert.text(), rows, given);
        if (upsert.insert().isPresent()) {
            batch(upsert.insert().get(), unchanged, (parameters, row) -> {
                given.to(parameters, row);
                key.to(parameters, row);
            });
        }
    }

    /** Whether the transaction failed for a reason that may be gone when it is begun again. */
    boolean mayPassAtOnce() {
        return mayPassAtOnce;
    }

    void begin() throws SyncException {
        guarded(() -> {
            connection.setAutoCommit(false);
            return true;
        });
    }

    void commit() throws SyncException {
        if (failure != null) {
            // The work went on after a failed statement: PostgreSQL would roll back in silence, the others would commit
            // the rest.
            throw failure;
        }
        guarded(() -> {
            connection.commit();
            return true;
        });
    }

    /** Rolls back unless it was committed, and gives the connection back. */
    void end(boolean committed) {
        try (connection) {
            try {
                if (!committed) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            } catch (SQLException broken) {
                // What led here is told already. The database rolls back what has lost its connection; a switch to
                // automatic commits
                // would commit it instead, so the connection must not be used again.
                connection.abort(Runnable::run);
            }
        } catch (SQLException broken) {
            System.getLogger(SqlSession.class.getName())
                    .log(System.Logger.Level.DEBUG, "event=connection_broken", broken);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws SQLException, SyncException;
    }

    private <T> T guarded(Call<T> call) throws SyncException {
        try {
            return call.run();
        } catch (SQLException cause) {
            SqlFault fault = SqlFault.of(dialect, cause);
            SyncException told = fault.toFailure(cause);
            note(told, fault == SqlFault.AGAIN || fault == SqlFault.DUPLICATE);
            throw told;
        }
    }

    /** What follows the first failure is only its consequence. */
    private void note(SyncException told, boolean again) {
        if (failure == null) {
            failure = told;
            mayPassAtOnce = again;
        }
    }

    private static <R> void flush(PreparedStatement statement, List<R> waiting, List<R> unchanged) throws SQLException {
        int[] counts = statement.executeBatch();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                unchanged.add(waiting.get(i));
            }
        }
        waiting.clear();
    }

    private PreparedStatement limited(PreparedStatement statement) throws SQLException {
        statement.setQueryTimeout((int) Math.max(1, statementTimeout.toSeconds()));
        return statement;
    }
}

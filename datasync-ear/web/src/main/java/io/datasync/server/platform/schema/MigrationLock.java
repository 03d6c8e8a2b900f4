package io.datasync.server.platform.schema;

import io.datasync.server.platform.datasource.DatabaseKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Lets one node at a time migrate. The connection holds it and it goes with the connection, so a node that was killed leaves
 * nothing behind, unlike the lock table of Liquibase.
 *
 * <p>H2 needs none: its file belongs to one process. Not thread-safe.
 */
final class MigrationLock implements AutoCloseable {
    /** Any number that no other program on the same database uses: "datasync" in ASCII. */
    private static final long NUMBER = 0x6461746173796e63L;

    private static final int WAIT_SECONDS = 20;
    private static final String POSTGRESQL_CANCELED = "57014";

    private final Connection connection;
    private final DatabaseKind kind;

    private MigrationLock(Connection connection, DatabaseKind kind) {
        this.connection = connection;
        this.kind = kind;
    }

    /**
     * Waits a bounded time for it.
     *
     * @param connection in auto-commit mode, and again when the lock is closed
     * @throws SQLTimeoutException when another node holds it for longer than that
     */
    static MigrationLock take(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        DatabaseKind kind =
                DatabaseKind.of(url).orElseThrow(() -> new SQLException("DataSync does not run on this database"));
        switch (kind) {
            case H2 -> {}
            case POSTGRESQL -> takeOnPostgresql(connection);
            case SQL_SERVER -> takeOnSqlServer(connection);
        }
        return new MigrationLock(connection, kind);
    }

    private static void takeOnPostgresql(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(WAIT_SECONDS);
            statement.execute("SELECT pg_advisory_lock(" + NUMBER + ")");
        } catch (SQLException failure) {
            throw POSTGRESQL_CANCELED.equals(failure.getSQLState()) ? held(failure) : failure;
        }
    }

    private static void takeOnSqlServer(Connection connection) throws SQLException {
        String take = "SET NOCOUNT ON; DECLARE @taken int; EXEC @taken = sp_getapplock @Resource = N'" + NUMBER
                + "', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = " + WAIT_SECONDS * 1_000
                + "; SELECT @taken";
        try (Statement statement = connection.createStatement();
                ResultSet taken = statement.executeQuery(take)) {
            if (!taken.next() || taken.getInt(1) < 0) {
                throw held(null);
            }
        }
    }

    private static SQLTimeoutException held(@Nullable SQLException cause) {
        return new SQLTimeoutException("another node is migrating the schema", cause);
    }

    /** What to migrate on. */
    Connection connection() {
        return connection;
    }

    /** Gives it back and leaves the connection as it was; what was not committed is rolled back. */
    @Override
    public void close() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        boolean free = false;
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            switch (kind) {
                case H2 -> {}
                case POSTGRESQL -> execute("SELECT pg_advisory_unlock(" + NUMBER + ")");
                case SQL_SERVER ->
                    execute("EXEC sp_releaseapplock @Resource = N'" + NUMBER + "', @LockOwner = 'Session'");
            }
            free = true;
        } finally {
            if (!free) {
                // Back in a pool it would keep the lock.
                connection.abort(Runnable::run);
            }
        }
    }

    private void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}

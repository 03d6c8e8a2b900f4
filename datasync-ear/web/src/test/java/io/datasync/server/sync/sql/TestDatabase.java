package io.datasync.server.sync.sql;

import io.datasync.server.platform.datasource.ConfiguredDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/** A database with the whole schema, reached as the server reaches it. {@link DatabaseKind#start} makes them. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final List<String> TABLES = List.of(
            "signing_keys",
            "file_versions",
            "alerts",
            "findings",
            "repairs",
            "rotations",
            "losses",
            "sync_run_files",
            "sync_runs",
            "synced_files",
            "folders",
            "jobs",
            "runners");

    private final PooledDataSource dataSource;
    private final Optional<SqlDialect> pose;

    private TestDatabase(DataSource dataSource, Optional<SqlDialect> pose) {
        this.dataSource = new PooledDataSource(dataSource);
        this.pose = pose;
        migrate(dataSource);
    }

    static TestDatabase h2InMemory() {
        return h2("mem:test-" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1", Optional.empty());
    }

    static TestDatabase h2InFile() {
        try {
            Path folder = Files.createTempDirectory("datasync-h2-");
            folder.toFile().deleteOnExit();
            return h2("file:" + folder.resolve("test") + ";WRITE_DELAY=0;DB_CLOSE_DELAY=-1", Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TestDatabase h2AsSqlServer() {
        TestDatabase database = h2(
                "mem:test-" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1;MODE=MSSQLServer",
                Optional.of(SqlDialect.SQL_SERVER));
        database.execute("CREATE ALIAS SYSUTCDATETIME FOR \"io.datasync.server.sync.sql.TestDatabase.utcNow\"");
        return database;
    }

    static TestDatabase postgresql() {
        return new TestDatabase(emptyPostgresql(), Optional.empty());
    }

    /** H2 in memory without a schema. */
    public static DataSource emptyH2() {
        return configured("jdbc:h2:mem:test-" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "sa");
    }

    /** As {@link #postgresql}, without a schema. */
    public static DataSource emptyPostgresql() {
        String name = "test_" + NUMBER.incrementAndGet();
        var server = configured(Server.POSTGRESQL.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
        execute(server, "CREATE DATABASE " + name);
        return configured(Server.POSTGRESQL.getJdbcUrl("postgres", name), "postgres", "postgres");
    }

    /** The database that the environment names. */
    static TestDatabase ofEnvironment() {
        return new TestDatabase(
                configured(
                        System.getenv("DATASYNC_TEST_DB_URL"),
                        System.getenv().getOrDefault("DATASYNC_TEST_DB_USER", ""),
                        System.getenv().getOrDefault("DATASYNC_TEST_DB_PASSWORD", "")),
                Optional.empty());
    }

    private static TestDatabase h2(String place, Optional<SqlDialect> pose) {
        return new TestDatabase(configured("jdbc:h2:" + place, "sa", "sa"), pose);
    }

    private static DataSource configured(String url, String user, String password) {
        var source = new ConfiguredDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** Ends an H2 database; others stay, with nobody connected. */
    @Override
    public void close() throws SQLException {
        if (product() == SqlDialect.H2) {
            execute("DROP ALL OBJECTS DELETE FILES");
            execute("SHUTDOWN");
        }
        dataSource.close();
    }

    /** Connections as the server gets them. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Transactions with a statement time-out of 20 seconds. */
    public SqlTransactions transactions() {
        return transactions(dataSource, Duration.ofSeconds(20));
    }

    /** Transactions over another way to the same database. */
    public SqlTransactions transactions(DataSource way, Duration statementTimeout) {
        return new SqlTransactions(way, pose, statementTimeout, new Random(7));
    }

    /** The dialect in which it is spoken to. */
    public SqlDialect dialect() {
        try (Connection connection = dataSource.getConnection()) {
            return pose.isPresent() ? pose.get() : SqlDialect.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a literal flag is 0 or 1. */
    public boolean numbersForFlags() {
        return product() == SqlDialect.SQL_SERVER;
    }

    /** Bytes as a literal. */
    public String bytes(String hex) {
        return switch (product()) {
            case H2 -> "X'" + hex + "'";
            case POSTGRESQL -> "'\\x" + hex + "'";
            case SQL_SERVER -> "0x" + hex;
        };
    }

    /** Empties every table of the index and makes the runner {@code pc-1}. */
    public void clear() {
        TABLES.forEach(table -> execute("DELETE FROM " + table));
        addRunner("pc-1");
    }

    /** Makes a runner unless it is there. */
    public void addRunner(String id) {
        if (number("SELECT COUNT(*) FROM runners WHERE runner_id = '" + id + "'") == 0) {
            execute("INSERT INTO runners (runner_id, group_name, state, host, fingerprint, os, agent_version,"
                    + " public_key, registered_at, row_version) VALUES ('" + id
                    + "', 'default', 'active', 'h', 'f', 'o', '1', 'k', '2026-01-01T00:00:00', 0)");
        }
    }

    /** Runs a statement by itself. */
    public void execute(String statement) {
        execute(dataSource, statement);
    }

    /** The number that a query gives. */
    public long number(String query) {
        try (Connection connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** How many sessions wait for a lock. */
    public long blocked() {
        return number(
                switch (product()) {
                    case H2 -> "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL";
                    case POSTGRESQL ->
                        "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database()";
                    case SQL_SERVER -> "SELECT COUNT(*) FROM sys.dm_exec_requests WHERE blocking_session_id <> 0";
                });
    }

    /** A query for the number of the session that asks. */
    public String sessionNumber() {
        return switch (product()) {
            case H2 -> "SELECT SESSION_ID()";
            case POSTGRESQL -> "SELECT pg_backend_pid()";
            case SQL_SERVER -> "SELECT @@SPID";
        };
    }

    /** Ends a session from outside, whatever it is doing. */
    public void kill(long session) {
        switch (product()) {
            case H2 -> execute("CALL ABORT_SESSION(" + session + ")");
            case POSTGRESQL -> execute("SELECT pg_terminate_backend(" + session + ")");
            case SQL_SERVER -> execute("KILL " + session);
        }
    }

    /** What it really is. */
    private SqlDialect product() {
        try (Connection connection = dataSource.getConnection()) {
            return SqlDialect.of(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(DataSource way, String text) {
        try (Connection connection = way.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private static void migrate(DataSource way) {
        try (Connection connection = way.getConnection()) {
            var database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Scope.child(
                    Map.of(
                            Scope.Attr.resourceAccessor.name(),
                            new ClassLoaderResourceAccessor(),
                            Scope.Attr.ui.name(),
                            new LoggerUIService()),
                    () -> new CommandScope(UpdateCommandStep.COMMAND_NAME)
                            .addArgumentValue(
                                    UpdateCommandStep.CHANGELOG_FILE_ARG, "db/changelog/changelog-master.yaml")
                            .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                            .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                            .execute());
        } catch (Exception e) {
            throw new IllegalStateException("The schema could not be made", e);
        }
    }

    /** What H2 answers when it poses as SQL Server. */
    public static java.time.LocalDateTime utcNow() {
        return java.time.LocalDateTime.now(java.time.ZoneOffset.UTC);
    }

    /** Started at the first use, stopped with the JVM. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRESQL = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

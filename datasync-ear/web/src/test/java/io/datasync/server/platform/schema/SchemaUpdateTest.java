package io.datasync.server.platform.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.datasync.server.sync.sql.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.lockservice.LockServiceFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaUpdateTest {
    private static final String APPLIED = "SELECT COUNT(*) FROM databasechangelog";

    @Test
    @DisplayName("RUN-5 H2: a node that was killed while it migrated does not keep the next one out")
    void theKilledDoNotLockOutOnH2() throws Exception {
        theKilledDoNotLockOut(TestDatabase.emptyH2());
    }

    @Test
    @DisplayName("RUN-5 PostgreSQL: a node that was killed while it migrated does not keep the next one out")
    void theKilledDoNotLockOutOnPostgresql() throws Exception {
        theKilledDoNotLockOut(TestDatabase.emptyPostgresql());
    }

    private static void theKilledDoNotLockOut(DataSource database) throws Exception {
        try (Connection dying = database.getConnection()) {
            var liquibase = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(dying));
            assertThat(LockServiceFactory.getInstance()
                            .getLockService(liquibase)
                            .acquireLock())
                    .isTrue();
        }
        migrate(database);
        assertThat(number(database, APPLIED)).isPositive();
        assertThat(number(database, "SELECT COUNT(*) FROM databasechangeloglock WHERE locked = TRUE"))
                .isZero();
    }

    @Test
    @DisplayName("RUN-5 H2: wherever in a migration a node is killed, the next one makes the same schema")
    void halfAMigrationIsMendedOnH2() throws Exception {
        List<String> whole = schemaOf(TestDatabase.emptyH2());
        // In the middle of a change set, and when it is whole but not noted yet.
        for (String last : List.of("fk_runners_group", "'fleet-2'")) {
            DataSource database = TestDatabase.emptyH2();
            killBefore(last, database);
            assertThat(schemaOf(database)).as("killed before %s", last).isEqualTo(whole);
        }
    }

    private static void killBefore(String last, DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            assertThatThrownBy(() -> SchemaUpdate.run(DyingConnection.before(last, connection)))
                    .as("killed before %s", last)
                    .hasStackTraceContaining("closed");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    private static List<String> schemaOf(DataSource database) throws Exception {
        migrate(database);
        return schema(database);
    }

    private static List<String> schema(DataSource database) throws SQLException {
        List<String> all = new ArrayList<>();
        for (String query : List.of(
                "SELECT table_name || '.' || column_name || ' ' || data_type FROM information_schema.columns",
                "SELECT table_name || ' ' || index_name FROM information_schema.indexes",
                "SELECT table_name || ' ' || constraint_name FROM information_schema.table_constraints",
                "SELECT 'change set ' || id FROM databasechangelog",
                "SELECT 'group ' || name FROM runner_groups",
                "SELECT 'revision ' || name FROM revisions")) {
            try (Connection connection = database.getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
        }
        all.sort(null);
        return all;
    }

    @Test
    @DisplayName("RUN-5 PostgreSQL: of nodes that start at once one migrates, the others wait for it")
    void oneMigratesAtATime() throws Exception {
        DataSource database = TestDatabase.emptyPostgresql();
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        try (Connection first = database.getConnection()) {
            MigrationLock held = MigrationLock.take(first);
            Callable<Boolean> start = () -> migrate(database);
            List<Future<Boolean>> others = List.of(nodes.submit(start), nodes.submit(start), nodes.submit(start));
            await().until(() -> number(
                            database,
                            "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                    == 3);
            assertThat(number(database, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'"))
                    .isZero();
            held.close();
            for (Future<Boolean> other : others) {
                assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(number(database, APPLIED))
                    .isPositive()
                    .isEqualTo(number(database, "SELECT COUNT(DISTINCT id) FROM databasechangelog"));
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    @DisplayName("I-11 the connection goes back to its pool without the lock and in auto-commit mode")
    void nothingStays() throws Exception {
        DataSource database = TestDatabase.emptyPostgresql();
        try (Connection connection = database.getConnection()) {
            SchemaUpdate.run(connection);
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(
                            number(
                                    database,
                                    "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory'"
                                            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))
                    .isZero();
        }
    }

    private static boolean migrate(DataSource database) throws Exception {
        try (Connection connection = database.getConnection()) {
            SchemaUpdate.run(connection);
        }
        return true;
    }

    private static long number(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

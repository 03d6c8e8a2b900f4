package io.datasync.server.operations.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.testkit.clock.MovableClock;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("OPS-3 alerts")
class JdbcAlertsTest {
    abstract static class Raised extends OnDatabase {
        private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
        private static final int MANY = 6;
        private static final Alert FIRST = new Alert("share_gone", AlertSeverity.WARNING, "pc-1", "The share is gone.");
        private static final Alert AGAIN = new Alert("share_gone", AlertSeverity.SEV1, "pc-1", "Still gone.");

        /** Happens before a call of a connection, which has this as its first argument. */
        private interface Before {
            void call(String text) throws SyncException;
        }

        private final MovableClock clock = MovableClock.at(NOON);

        @SuppressWarnings("NullAway.Init") // set before each test
        private Connection connection;

        Raised(DatabaseKind kind) {
            super(kind);
        }

        @BeforeEach
        void begin() throws SQLException {
            clock.set(NOON);
            database.execute("DELETE FROM alerts");
            connection = database.dataSource().getConnection();
            connection.setAutoCommit(false);
        }

        @AfterEach
        void end() throws SQLException {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.close();
        }

        private Alerts atOnce() {
            return new JdbcAlerts(database.dataSource(), clock);
        }

        /** As a container does it: who asks for a connection within a transaction gets the transaction's. */
        private Alerts inTransaction() {
            return over(connection, text -> {});
        }

        private Alerts over(Connection one, Before before) {
            Connection lent = (Connection) Proxy.newProxyInstance(
                    JdbcAlertsTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        before.call(arguments == null ? "" : String.valueOf(arguments[0]));
                        return method.getName().equals("close") ? null : method.invoke(one, arguments);
                    });
            DataSource source = (DataSource) Proxy.newProxyInstance(
                    JdbcAlertsTest.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> lent);
            return new JdbcAlerts(source, clock);
        }

        private long alerts(String condition) {
            return database.number("SELECT COUNT(*) FROM alerts WHERE " + condition);
        }

        @Test
        @DisplayName("that are raised again are counted, and say the newest")
        void again() throws SyncException {
            atOnce().raise(FIRST);
            assertThat(alerts("alert_key = 'share_gone:pc-1' AND code = 'share_gone' AND subject = 'pc-1'"
                            + " AND repeats = 1 AND severity = 'warning' AND summary = 'The share is gone.'"
                            + " AND raised_at = '2026-04-23T12:00:00' AND last_raised_at = raised_at"))
                    .isEqualTo(1);
            clock.advance(Duration.ofMinutes(1));
            atOnce().raise(AGAIN);
            assertThat(alerts("alert_key = 'share_gone:pc-1' AND repeats = 2 AND severity = 'sev1'"
                            + " AND summary = 'Still gone.' AND raised_at = '2026-04-23T12:00:00'"
                            + " AND last_raised_at = '2026-04-23T12:01:00'"))
                    .isEqualTo(1);
            assertThat(alerts("1 = 1")).isEqualTo(1);
        }

        @Test
        @DisplayName("of another code or subject, or after the last was resolved, are others")
        void others() throws SyncException {
            atOnce().raise(FIRST);
            atOnce().raise(new Alert("share_gone", AlertSeverity.WARNING, "pc-2", "The share is gone."));
            atOnce().raise(new Alert("share_slow", AlertSeverity.WARNING, "pc-1", "The share is slow."));
            database.execute("UPDATE alerts SET resolved_serial = id WHERE alert_key = 'share_gone:pc-1'");
            atOnce().raise(AGAIN);
            assertThat(alerts("repeats = 1")).isEqualTo(4);
        }

        @Test
        @DisplayName("I-9 go with the caller's transaction when that is rolled back, first ones and repeats")
        void rolledBack() throws Exception {
            inTransaction().raise(FIRST);
            connection.rollback();
            assertThat(alerts("1 = 1")).isZero();
            atOnce().raise(FIRST);
            inTransaction().raise(AGAIN);
            connection.rollback();
            assertThat(alerts("repeats = 1 AND severity = 'warning'")).isEqualTo(1);
            inTransaction().raise(AGAIN);
            connection.commit();
            assertThat(alerts("repeats = 2 AND severity = 'sev1'")).isEqualTo(1);
        }

        @Test
        @DisplayName(
                "I-12 that two raise first at the same time are one: the second is told to repeat, and then counts")
        void atTheSameTime() throws Exception {
            Alerts second = over(connection, text -> {
                if (text.startsWith("INSERT")) {
                    atOnce().raise(FIRST);
                }
            });
            assertThatThrownBy(() -> second.raise(AGAIN))
                    .asInstanceOf(InstanceOfAssertFactories.type(SyncException.class))
                    .satisfies(failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
                        assertThat(failure.retryable()).isTrue();
                    });
            connection.rollback();
            assertThat(alerts("repeats = 1 AND severity = 'warning'")).isEqualTo(1);
            atOnce().raise(AGAIN);
            assertThat(alerts("repeats = 2 AND severity = 'sev1'")).isEqualTo(1);
            assertThat(alerts("1 = 1")).isEqualTo(1);
        }

        @Test
        @DisplayName("RUN-3 that many raise at once, each until it is taken, are one that counted them all")
        void manyAtOnce() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(MANY);
            try {
                var start = new CyclicBarrier(MANY);
                Callable<Boolean> raise = () -> {
                    start.await();
                    return raised(AGAIN);
                };
                for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(MANY, raise))) {
                    assertThat(each.get()).isTrue();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(alerts("repeats = " + MANY)).isEqualTo(1);
            assertThat(alerts("1 = 1")).isEqualTo(1);
        }

        private boolean raised(Alert alert) throws SyncException {
            for (int attempt = 1; ; attempt++) {
                try {
                    atOnce().raise(alert);
                    return true;
                } catch (SyncException failure) {
                    if (!failure.retryable() || attempt == MANY) {
                        throw failure;
                    }
                }
            }
        }
    }

    @Nested
    class OnH2 extends Raised {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Raised {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Raised {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}

package io.datasync.server.sync.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SqlTransactionsTest {
    private static final String ADD = "INSERT INTO revisions (name, revision) VALUES (?, 1)";

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestDatabase.h2InMemory();
    }

    @BeforeEach
    void clear() {
        database.execute("DELETE FROM revisions");
    }

    @Test
    @DisplayName("I-9 what the work wrote is there when it returned, and nothing of it when it threw")
    void wholeOrNotAtAll() throws SyncException {
        database.transactions().run(session -> session.update(ADD, given -> given.text("kept")));
        assertThatThrownBy(() -> database.transactions().run(session -> {
                    session.update(ADD, given -> given.text("dropped"));
                    throw new IllegalStateException("a bug");
                }))
                .hasMessage("a bug");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    @DisplayName("I-9 a failed statement spoils the transaction, even when the work goes on as if nothing had been")
    void aSwallowedFailureSpoilsTheTransaction() {
        assertThatThrownBy(() -> database.transactions().run(session -> {
                    session.update(ADD, given -> given.text("half"));
                    try {
                        session.update("UPDATE no_such_table SET a = 1", SqlSession.Given.NOTHING);
                    } catch (SyncException swallowed) {
                        assertThat(swallowed.retryable()).isFalse();
                    }
                    return 1;
                }))
                .asInstanceOf(InstanceOfAssertFactories.type(SyncException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE));
        assertThat(count()).isZero();
    }

    @Test
    @DisplayName("D-30 a victim runs again, and only what its last run did stays")
    void aVictimRunsAgain() throws SyncException {
        var runs = new AtomicInteger();
        database.transactions().run(session -> {
            int run = runs.incrementAndGet();
            session.update(ADD, given -> given.text("run " + run));
            if (run < 3) {
                throw session.overtaken("a row");
            }
            return run;
        });
        assertThat(runs).hasValue(3);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    @DisplayName("I-11 a victim runs again a bounded number of times, then the failure is told")
    void victimsGiveUp() {
        var runs = new AtomicInteger();
        assertThatThrownBy(() -> database.transactions().run(session -> {
                    runs.incrementAndGet();
                    throw session.overtaken("a row");
                }))
                .hasMessageContaining("a row");
        assertThat(runs).hasValue(SqlTransactions.ATTEMPTS_MAX);
    }

    @Test
    @DisplayName("I-12 what is no victim is never run again")
    void othersDoNotRunAgain() {
        var runs = new AtomicInteger();
        assertThatThrownBy(() -> database.transactions().run(session -> {
                    runs.incrementAndGet();
                    throw SyncException.passing(ErrorCode.JOB_BUSY, "busy");
                }))
                .hasMessage("busy");
        assertThat(runs).hasValue(1);
    }

    @Test
    @DisplayName("RUN-5 a database that gives no connection is index_unavailable, retryable")
    void noConnectionIsUnavailable() {
        var away = new UnreachableDataSource(() -> new SQLException("Error in allocating a connection"));
        assertThatThrownBy(() -> new SqlTransactions(away, Duration.ofSeconds(1), new Random(7)).run(session -> 1))
                .asInstanceOf(InstanceOfAssertFactories.type(SyncException.class))
                .satisfies(failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
                    assertThat(failure.retryable()).isTrue();
                });
    }

    @Test
    @DisplayName("I-11 a connection that cannot even say what it is goes back to its pool")
    void unusableConnectionsGoBack() {
        var closed = new AtomicInteger();
        Connection broken = fake(Connection.class, method -> switch (method) {
            case "getMetaData" -> throw new SQLException("the connection was reset");
            case "close" -> {
                closed.incrementAndGet();
                yield null;
            }
            default -> throw new IllegalStateException(method);
        });
        DataSource pool = fake(DataSource.class, method -> broken);
        assertThatThrownBy(() -> new SqlTransactions(pool, Duration.ofSeconds(1), new Random(7)).run(session -> 1))
                .isInstanceOf(SyncException.class)
                .hasStackTraceContaining("the connection was reset");
        assertThat(closed).hasValue(1);
    }

    /** Answers a method by its name. */
    private interface Answer {
        @Nullable
        Object to(String method) throws SQLException;
    }

    private static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName())));
    }

    @Test
    @DisplayName("D-37 a statement that takes too long is ended")
    void statementsEnd() {
        assertThatThrownBy(() -> database.transactions(database.dataSource(), Duration.ofSeconds(1))
                        .run(session -> session.all(
                                "SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000) a, SYSTEM_RANGE(1, 1000000) b"
                                        + " WHERE MOD(a.x * b.x, 7) = 3",
                                SqlSession.Given.NOTHING,
                                Columns::number)))
                .asInstanceOf(InstanceOfAssertFactories.type(SyncException.class))
                .satisfies(failure -> assertThat(failure.retryable()).isTrue());
    }

    private static long count() {
        return database.number("SELECT COUNT(*) FROM revisions");
    }
}

package io.datasync.server.sync.index;

import static io.datasync.server.sync.index.Samples.JOB;
import static io.datasync.server.sync.index.Samples.RUN;
import static io.datasync.server.sync.index.Samples.addJob;
import static io.datasync.server.sync.index.Samples.entries;
import static io.datasync.server.sync.index.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.SqlSession.Given;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("When several want the same of the JDBC index, or something breaks in the middle")
class JdbcIndexRacesTest {
    abstract static class Races extends IndexOnDatabase {
        Races(DatabaseKind kind) {
            super(kind);
        }

        @Test
        @DisplayName("RUN-3 I-4 of many opens at once each gets a token of its own, and the last one holds the job")
        void opensRunOneAfterTheOther() throws Exception {
            int opens = 8;
            List<Future<FencingToken>> futures = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(opens);
            try {
                for (int number = 0; number < opens; number++) {
                    RunId run = new RunId("race-" + number);
                    futures.add(threads.submit(() -> index().index().transact(t -> open(t, run))));
                }
                Set<FencingToken> tokens = new HashSet<>();
                for (Future<FencingToken> future : futures) {
                    tokens.add(future.get());
                }
                assertThat(tokens).hasSize(opens);
            } finally {
                threads.shutdownNow();
            }
            FencingToken newest = index().job(JOB).token();
            assertThat(newest).isEqualTo(new FencingToken(0, opens));
            int holders = 0;
            for (int number = 0; number < opens; number++) {
                RunId run = new RunId("race-" + number);
                RunRow row = index().run(run);
                holders += index().fence(JOB, run, row.token()) ? 1 : 0;
            }
            assertThat(holders).isEqualTo(1);
        }

        @Test
        @DisplayName("RUN-2 I-4 a report that waits for the job while another run takes it over is refused")
        void aStaleTokenIsRefusedInTheStatementThatWrites() throws Exception {
            FencingToken old = index().index().transact(t -> open(t, RUN));
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<Boolean> report = index().index().transact(t -> {
                    open(t, new RunId("run-2"));
                    Future<Boolean> waiting =
                            thread.submit(() -> index().index().transact(late -> {
                                boolean fenced = late.fence(JOB, RUN, old);
                                if (fenced) {
                                    late.upsertEntries(late.folder(JOB, DAY).id(), entries(1, 1));
                                }
                                return fenced;
                            }));
                    await().until(() -> database.blocked() > 0);
                    return waiting;
                });
                assertThat(report.get()).isFalse();
            } finally {
                thread.shutdownNow();
            }
            assertThat(database.number("SELECT COUNT(*) FROM synced_files")).isZero();
        }

        @Test
        @DisplayName("D-23 a fence notes the job's activity; a refused one notes nothing")
        void fencesNoteActivity() throws SyncException {
            String active = "SELECT COUNT(*) FROM jobs WHERE last_activity_at IS NOT NULL";
            FencingToken token = index().index().transact(t -> open(t, RUN));
            var wrong = new FencingToken(token.epoch() + 1, token.counter());
            assertThat(index().fence(JOB, RUN, wrong)).isFalse();
            assertThat(index().fence(JOB, new RunId("run-2"), token)).isFalse();
            assertThat(database.number(active)).isZero();
            assertThat(index().fence(JOB, RUN, token)).isTrue();
            assertThat(database.number(active)).isEqualTo(1);
        }

        @Test
        @DisplayName("RUN-5 a connection that dies in the middle leaves nothing, and the failure says that it may pass")
        void aKilledConnectionLeavesNothing() throws SyncException {
            assertThatThrownBy(() -> database.transactions().run(session -> {
                        var dying = new JdbcTransaction(session, IndexHooks::write, IndexHooks.ALERTS);
                        FencingToken token = open(dying, RUN);
                        assertThat(dying.fence(JOB, RUN, token)).isTrue();
                        dying.upsertEntries(dying.folder(JOB, DAY).id(), entries(500, 1));
                        database.kill(session.one(database.sessionNumber(), Given.NOTHING, Columns::number)
                                .orElseThrow());
                        dying.upsertEntries(dying.folder(JOB, DAY).id(), entries(1_000, 1));
                        return true;
                    }))
                    .asInstanceOf(InstanceOfAssertFactories.type(SyncException.class))
                    .satisfies(failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
                        assertThat(failure.retryable()).isTrue();
                    });
            assertThat(database.number("SELECT COUNT(*) FROM synced_files")).isZero();
            assertThat(database.number("SELECT COUNT(*) FROM sync_runs")).isZero();
            assertThat(database.number("SELECT COUNT(*) FROM folders")).isZero();
            assertThat(index().job(JOB).token()).isEqualTo(FencingToken.NONE);
        }

        @Test
        @DisplayName("D-30 two transactions that lock each other out both end, and both have their effect once")
        void deadlocksPass() throws Exception {
            var other = new JobId("other");
            addJob(database, other);
            var bothHoldOne = new CyclicBarrier(2);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                Future<Integer> one = threads.submit(() -> lockBoth(JOB, other, bothHoldOne));
                Future<Integer> two = threads.submit(() -> lockBoth(other, JOB, bothHoldOne));
                assertThat(one.get() + two.get()).isGreaterThanOrEqualTo(3);
            } finally {
                threads.shutdownNow();
            }
            assertThat(database.number("SELECT COUNT(*) FROM folders")).isEqualTo(4);
        }

        private int lockBoth(JobId first, JobId second, CyclicBarrier barrier) throws SyncException {
            var attempts = new AtomicInteger();
            index().index().transact(t -> {
                t.lockJob(first);
                if (attempts.incrementAndGet() == 1) {
                    meet(barrier);
                }
                t.lockJob(second);
                t.folder(first, Samples.folder("by-" + first));
                t.folder(second, Samples.folder("by-" + first));
                return true;
            });
            return attempts.get();
        }

        private static void meet(CyclicBarrier barrier) {
            try {
                barrier.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class OnH2 extends Races {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnH2InFile extends Races {
        OnH2InFile() {
            super(DatabaseKind.H2_IN_FILE);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Races {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Races {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}

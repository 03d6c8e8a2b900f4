package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.TOKEN;
import static io.datasync.testkit.index.IndexSamples.digest;
import static io.datasync.testkit.index.IndexSamples.fact;
import static io.datasync.testkit.index.IndexSamples.newJobId;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.row;
import static io.datasync.testkit.index.IndexSamples.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.FolderRepair;
import io.datasync.core.repair.RowChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Locks, fences, and transactions that race. */
interface IndexLockContract extends IndexSteps {
    @Test
    @DisplayName("I-4 a fence lets through the live run with the newest token alone")
    default void aFenceLetsTheHolderThrough() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, run, FencingToken.NONE)))
                .as("no run")
                .isFalse();
        RunId live = open(job);
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, live, TOKEN))).isTrue();
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, run, TOKEN)))
                .as("another run")
                .isFalse();
        for (FencingToken stale : List.of(
                new FencingToken(TOKEN.epoch(), TOKEN.counter() - 1),
                new FencingToken(TOKEN.epoch(), TOKEN.counter() + 1),
                new FencingToken(TOKEN.epoch() - 1, TOKEN.counter()),
                new FencingToken(TOKEN.epoch() + 1, TOKEN.counter()))) {
            assertThat(index().<Boolean>transact(tx -> tx.fence(job, live, stale)))
                    .as("token %s", stale)
                    .isFalse();
        }
        assertThat(index().<Boolean>transact(tx -> tx.fence(newJobId(), live, TOKEN)))
                .as("another job")
                .isFalse();
        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateJob(job, TOKEN, Optional.empty());
            return job;
        });
        assertThat(index().<Boolean>transact(tx -> tx.fence(job, live, TOKEN)))
                .as("nobody holds it")
                .isFalse();
    }

    @Test
    @DisplayName("I-4 transactions on one job run one after the other, whether they lock or fence it")
    default void transactionsOnOneJobAreSerial() throws Exception {
        JobId job = newJob();
        RunId run = open(job);
        int threads = 4;
        int rounds = 25;
        List<Future<?>> futures = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int t = 0; t < threads; t++) {
                boolean fences = t % 2 == 0;
                futures.add(pool.submit(() -> {
                    for (int i = 0; i < rounds; i++) {
                        index().transact(tx ->
                                fences ? tx.fence(job, run, TOKEN) && grow(tx, job) : lockAndGrow(tx, job));
                    }
                    return job;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(folder(job, DAY).archived().count()).isEqualTo((long) threads * rounds);
        assertThat(folder(job, DAY).revision()).isEqualTo((long) threads * rounds);
    }

    private static boolean lockAndGrow(IndexTransaction tx, JobId job) throws SyncException {
        tx.lockJob(job);
        return grow(tx, job);
    }

    @Test
    @DisplayName("D-24 a repair that comes in between waits for the run's transaction, and gives way to what it wrote")
    default void aRepairNeverOvertakesARun() throws Exception {
        JobId job = newJob();
        RunId run = open(job);
        FolderRow read = index().transact(tx -> {
            lockAndGrow(tx, job);
            return tx.folder(job, DAY);
        });
        RowChange change = RowChange.of(ChangeKind.PRESENT, Optional.empty(), row(fact("2026-04-23/a", 1), run));
        AtomicInteger attempts = new AtomicInteger();
        List<Future<Boolean>> repairs = new ArrayList<>();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            index().transact(tx -> {
                attempts.incrementAndGet();
                boolean holds = tx.fence(job, run, TOKEN);
                FolderRow folder = tx.folder(job, DAY);
                repairs.add(pool.submit(() -> new FolderRepair(index(), job, 1).apply(read, List.of(change))));
                assertThat(repairs.get(repairs.size() - 1))
                        .as("while the run works")
                        .failsWithin(Duration.ofMillis(300));
                tx.updateFolder(
                        folder.with(folder.archived().plus(1, digest(2)), folder.atSource(), folder.lastNewAt()));
                return holds;
            });
            assertThat(attempts).hasValue(1);
            assertThat(repairs.get(0).get()).as("the run was first").isFalse();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Reads, adds one, writes: two that ran at the same time would count once. */
    private static boolean grow(IndexTransaction tx, JobId job) throws SyncException {
        FolderRow folder = tx.folder(job, DAY);
        tx.updateFolder(folder.with(folder.archived().plus(1, digest(1)), folder.atSource(), folder.lastNewAt()));
        return true;
    }

    @Test
    @DisplayName("Transactions on different jobs do not stop one another for good")
    default void transactionsOnManyJobs() throws Exception {
        List<JobId> jobs = List.of(newJob(), newJob(), newJob());
        ExecutorService pool = Executors.newFixedThreadPool(jobs.size());
        try {
            List<Future<Integer>> futures = new ArrayList<>();
            for (JobId job : jobs) {
                futures.add(pool.submit(() -> {
                    for (int i = 0; i < 10; i++) {
                        int content = i;
                        index().transact(tx -> {
                            lockAndGrow(tx, job);
                            RunId run = newRunId();
                            List<EntryRow> rows = new ArrayList<>();
                            for (int n = 0; n < 50; n++) {
                                rows.add(row(fact("2026-04-23/" + n, content), run));
                            }
                            tx.upsertEntries(tx.folder(job, DAY).id(), rows);
                            return job;
                        });
                    }
                    return 10;
                }));
            }
            for (Future<Integer> future : futures) {
                assertThat(future.get()).isEqualTo(10);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}

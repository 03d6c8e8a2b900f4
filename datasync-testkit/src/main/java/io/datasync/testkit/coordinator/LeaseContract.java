package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Refusals.codeOf;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture.Backstage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One live run per job: who holds it, who waits, who takes over (RUN-3, D-23). */
interface LeaseContract {
    /** Longer than any lease, shorter than the silence that orphans. */
    Duration EXPIRY = Duration.ofMinutes(6);

    /** The silence that orphans. */
    Duration SILENCE = Duration.ofMinutes(31);

    CoordinatorFixture fixture();

    private Backstage backstage() {
        return fixture().backstage().orElseGet(() -> abort("This fixture cannot reach behind the server"));
    }

    private static void assertClosed(RunDriver run) {
        assertRefused(ErrorCode.RUN_CLOSED, () -> run.verified(9, fact("2026-04-23/late", 9)));
        assertRefused(
                ErrorCode.RUN_CLOSED,
                () -> run.verdict(9, fact("2026-04-23/late", 9).entry()));
        assertRefused(ErrorCode.RUN_CLOSED, () -> run.complete(WHOLE));
        assertRefused(ErrorCode.RUN_CLOSED, () -> run.claim(List.of()));
    }

    @Test
    @DisplayName("RUN-3 while a run holds its lease another is put off, and leaves no trace")
    default void anotherRunIsPutOff() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver holder = RunDriver.open(fixture().coordinator(), job);
        OpenRequest request = RunDriver.request(job, newRun());
        assertRefused(ErrorCode.JOB_BUSY, true, () -> fixture().coordinator().open(request));
        assertRefused(
                ErrorCode.RUN_UNKNOWN,
                () -> new RunDriver(fixture().coordinator(), job, request.run(), holder.token()).report());
        holder.verified(1, fact("2026-04-23/a", 1));
        holder.complete(WHOLE);
        assertThat(RunDriver.open(fixture().coordinator(), request).token()).isGreaterThan(holder.token());
    }

    @Test
    @DisplayName("D-23 a run that continues the live one takes over at once, and the old one is closed")
    default void aContinuingRunTakesOver() throws SyncException {
        JobId job = fixture().newJob();
        Fact fact = fact("2026-04-23/a", 1);
        RunDriver old = RunDriver.open(fixture().coordinator(), job);
        old.verified(1, fact);
        RunDriver young = RunDriver.open(fixture().coordinator(), RunDriver.continuing(job, old.run()));
        assertThat(young.token()).isGreaterThan(old.token());
        assertClosed(old);
        assertThat(young.differing(List.of(fact))).isEmpty();
        young.complete(WHOLE);
    }

    @Test
    @DisplayName("D-23 continuing some other run takes nothing over")
    default void continuingAnotherRunTakesNothingOver() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver first = RunDriver.open(fixture().coordinator(), job);
        first.complete(WHOLE);
        RunDriver holder = RunDriver.open(fixture().coordinator(), job);
        assertRefused(
                ErrorCode.JOB_BUSY, true, () -> fixture().coordinator().open(RunDriver.continuing(job, first.run())));
        holder.report();
    }

    @Test
    @DisplayName("D-23 a run whose lease expired goes on as long as no other was opened")
    default void anExpiredLeaseIsResumable() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        backstage().age(run.run(), EXPIRY);
        assertThat(run.claim(List.of()).token()).isEqualTo(run.token());
        backstage().age(run.run(), EXPIRY);
        run.verified(1, fact("2026-04-23/a", 1));
        assertRefused(ErrorCode.JOB_BUSY, true, () -> RunDriver.open(fixture().coordinator(), job));
    }

    @Test
    @DisplayName("D-23 when its lease expired another run takes the job, and the old one is closed")
    default void anExpiredLeaseIsTakenOver() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver old = RunDriver.open(fixture().coordinator(), job);
        backstage().age(old.run(), EXPIRY);
        RunDriver young = RunDriver.open(fixture().coordinator(), job);
        assertThat(young.token()).isGreaterThan(old.token());
        assertClosed(old);
        young.report();
    }

    @Test
    @DisplayName("D-23 progress, compare, a repeated open and a heartbeat that names the run renew its lease")
    default void whatRenewsALease() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        List<Refusals.Call> renewals =
                List.of(run::report, () -> run.compare(1, List.of()), () -> run.claim(List.of()), () -> {
                    backstage().heartbeat(run.run());
                    return run;
                });
        for (Refusals.Call renewal : renewals) {
            backstage().age(run.run(), EXPIRY);
            renew(renewal);
            assertRefused(
                    ErrorCode.JOB_BUSY, true, () -> RunDriver.open(fixture().coordinator(), job));
        }
    }

    private static void renew(Refusals.Call renewal) throws SyncException {
        renewal.call();
    }

    @Test
    @DisplayName("D-23 a run that was silent for 30 minutes is closed when it asks, and continued by a new one")
    default void aSilentRunIsClosed() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver silent = RunDriver.open(fixture().coordinator(), job);
        silent.verified(1, fact("2026-04-23/a", 1));
        backstage().age(silent.run(), SILENCE);
        assertRefused(ErrorCode.RUN_CLOSED, () -> silent.claim(List.of()));
        assertClosed(silent);
        RunDriver next = RunDriver.open(fixture().coordinator(), RunDriver.continuing(job, silent.run()));
        assertThat(next.differing(List.of(fact("2026-04-23/a", 1)))).isEmpty();
    }

    @Test
    @DisplayName("A job that is switched off opens no run, and lets the one that is alive finish")
    default void aDisabledJobOpensNoRun() throws SyncException {
        JobId idle = fixture().newJob();
        JobId busy = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), busy);
        backstage().disable(idle);
        backstage().disable(busy);
        assertRefused(ErrorCode.JOB_DISABLED, () -> RunDriver.open(fixture().coordinator(), idle));
        run.claim(List.of());
        run.verified(1, fact("2026-04-23/a", 1));
        run.complete(WHOLE);
        assertRefused(ErrorCode.JOB_DISABLED, () -> RunDriver.open(fixture().coordinator(), busy));
    }

    @Test
    @DisplayName("RUN-3 of many runs that open at once exactly one gets the job")
    default void oneOfManyGetsTheJob() throws Exception {
        for (int round = 0; round < 5; round++) {
            JobId job = fixture().newJob();
            List<OpenRequest> requests = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                requests.add(RunDriver.request(job, newRun()));
            }
            List<RunDriver> opened = race(requests);
            assertThat(opened).hasSize(1);
            opened.get(0).verified(1, fact("2026-04-23/a", 1));
        }
    }

    @Test
    @DisplayName("RUN-3 the same open sent many times at once opens one run under one token")
    default void theSameOpenAtOnce() throws Exception {
        JobId job = fixture().newJob();
        OpenRequest request = RunDriver.request(job, newRun());
        List<RunDriver> opened = race(List.of(request, request, request, request, request, request));
        assertThat(opened).hasSize(6);
        assertThat(opened.stream().map(RunDriver::token).distinct()).hasSize(1);
    }

    @Test
    @DisplayName("I-4 of many runs that take a job over at once only the holder of the newest token can write")
    default void onlyTheNewestCanWrite() throws Exception {
        for (int round = 0; round < 5; round++) {
            JobId job = fixture().newJob();
            RunId first = RunDriver.open(fixture().coordinator(), job).run();
            List<OpenRequest> requests = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                requests.add(RunDriver.continuing(job, first));
            }
            List<RunDriver> opened = race(requests);
            assertThat(opened).hasSize(1);
            RunDriver newest = opened.get(0);
            List<OpenRequest> again = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                again.add(RunDriver.continuing(job, newest.run()));
            }
            RunDriver winner = race(again).get(0);
            assertThat(winner.token()).isGreaterThan(newest.token());
            assertThat(codeOf(() -> newest.verified(1, fact("2026-04-23/stale", 7))))
                    .isIn(ErrorCode.RUN_CLOSED, ErrorCode.STALE_TOKEN);
            winner.verified(1, fact("2026-04-23/a", 1));
            assertThat(winner.differing(List.of(fact("2026-04-23/a", 1)))).isEmpty();
        }
    }

    /** Sends all of them at once; those that were put off or closed are left out. */
    private List<RunDriver> race(List<OpenRequest> requests) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(requests.size());
        try {
            CyclicBarrier start = new CyclicBarrier(requests.size());
            List<Future<Optional<RunDriver>>> futures = new ArrayList<>();
            for (OpenRequest request : requests) {
                futures.add(pool.submit(() -> {
                    start.await();
                    return tryOpen(request);
                }));
            }
            List<RunDriver> opened = new ArrayList<>();
            for (Future<Optional<RunDriver>> future : futures) {
                future.get().ifPresent(opened::add);
            }
            return opened;
        } finally {
            pool.shutdownNow();
        }
    }

    private Optional<RunDriver> tryOpen(OpenRequest request) {
        try {
            OpenAnswer answer = fixture().coordinator().open(request);
            return Optional.of(new RunDriver(fixture().coordinator(), request.job(), request.run(), answer.token()));
        } catch (SyncException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.JOB_BUSY);
            return Optional.empty();
        }
    }
}

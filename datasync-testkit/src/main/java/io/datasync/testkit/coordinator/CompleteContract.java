package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunState;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a run ends (RUN-1, I-5, I-6). */
interface CompleteContract {
    CoordinatorFixture fixture();

    private RunDriver open() throws SyncException {
        return RunDriver.open(fixture().coordinator(), fixture().newJob());
    }

    private static CompleteRequest with(Balance balance, long incompleteFolders, Optional<ErrorCode> failure) {
        return new CompleteRequest(balance, incompleteFolders, 1, 10, failure);
    }

    @Test
    @DisplayName("I-6 a run is a success, partial or failed by its balance, its listing and its failure")
    default void howARunEnds() throws SyncException {
        Balance whole = new Balance(6, 3, 2, 1, 0, 0);
        Map<CompleteRequest, RunState> ends = Map.of(
                with(whole, 0, Optional.empty()), RunState.SUCCESS,
                with(Balance.NOTHING, 0, Optional.empty()), RunState.SUCCESS,
                with(new Balance(4, 3, 0, 0, 1, 0), 0, Optional.empty()), RunState.PARTIAL,
                with(new Balance(4, 3, 0, 0, 0, 1), 0, Optional.empty()), RunState.PARTIAL,
                with(whole, 1, Optional.empty()), RunState.PARTIAL,
                with(whole, 0, Optional.of(ErrorCode.SOURCE_UNREACHABLE)), RunState.FAILED);
        for (Map.Entry<CompleteRequest, RunState> end : ends.entrySet()) {
            assertThat(open().complete(end.getKey())).isEqualTo(new CompleteAnswer(end.getValue()));
        }
    }

    @Test
    @DisplayName("RUN-3 a completion that is repeated gives the same answer, also after the next run began")
    default void aRepeatedCompletion() throws SyncException {
        RunDriver run = open();
        CompleteAnswer answer = run.complete(WHOLE);
        assertThat(run.complete(WHOLE)).isEqualTo(answer);
        RunDriver next = RunDriver.open(fixture().coordinator(), run.job());
        assertThat(run.complete(WHOLE)).isEqualTo(answer);
        next.report();
    }

    @Test
    @DisplayName("I-5 another completion of an ended run is refused, and changes nothing")
    default void anotherCompletionIsRefused() throws SyncException {
        RunDriver run = open();
        run.complete(WHOLE);
        CompleteRequest failed = with(Balance.NOTHING, 0, Optional.of(ErrorCode.SHARE_FULL));
        assertRefused(ErrorCode.RUN_CLOSED, () -> run.complete(failed));
        RunDriver stale = new RunDriver(fixture().coordinator(), run.job(), run.run(), FencingToken.NONE);
        assertRefused(ErrorCode.RUN_CLOSED, () -> stale.complete(WHOLE));
        assertThat(run.complete(WHOLE)).isEqualTo(new CompleteAnswer(RunState.SUCCESS));
    }

    @Test
    @DisplayName("RUN-1 an ended run reports and compares nothing, and the next one begins at once")
    default void anEndedRunIsSilent() throws SyncException {
        RunDriver run = open();
        run.verified(1, fact("2026-04-23/a", 1));
        run.complete(WHOLE);
        assertRefused(ErrorCode.RUN_CLOSED, () -> run.verified(2, fact("2026-04-23/b", 2)));
        assertRefused(ErrorCode.RUN_CLOSED, () -> run.gone(2, "2026-04-23/a"));
        assertRefused(
                ErrorCode.RUN_CLOSED,
                () -> run.verdict(2, fact("2026-04-23/a", 1).entry()));
        RunDriver next = RunDriver.open(fixture().coordinator(), run.job());
        assertThat(next.differing(List.of(fact("2026-04-23/a", 1)))).isEmpty();
    }

    @Test
    @DisplayName("RUN-3 the same completion sent many times at once ends the run once")
    default void theSameCompletionAtOnce() throws Exception {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<CompleteAnswer>> futures = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                futures.add(pool.submit(() -> run.complete(WHOLE)));
            }
            for (Future<CompleteAnswer> future : futures) {
                assertThat(future.get()).isEqualTo(new CompleteAnswer(RunState.SUCCESS));
            }
        } finally {
            pool.shutdownNow();
        }
        RunDriver.open(fixture().coordinator(), job);
    }
}

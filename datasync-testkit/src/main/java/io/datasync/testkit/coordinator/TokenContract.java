package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Refusals.assertRefused;
import static io.datasync.testkit.coordinator.Samples.DAY;
import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.newRun;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture.Backstage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The fencing token: who may write, and why a restored server cannot be fooled (RUN-2, D-20). */
interface TokenContract {
    CoordinatorFixture fixture();

    private Backstage backstage() {
        return fixture().backstage().orElseGet(() -> abort("This fixture cannot reach behind the server"));
    }

    @Test
    @DisplayName("RUN-2 any token but the job's newest is refused, and leaves no trace")
    default void aStaleTokenIsRefused() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        Fact fact = fact("2026-04-23/a", 1);
        run.verified(1, fact);
        FencingToken token = run.token();
        for (FencingToken stale : List.of(
                FencingToken.NONE,
                new FencingToken(token.epoch(), token.counter() + 1),
                new FencingToken(token.epoch() + 1, token.counter()),
                new FencingToken(token.epoch(), token.counter() - 1))) {
            RunDriver wrong = new RunDriver(fixture().coordinator(), job, run.run(), stale);
            assertRefused(ErrorCode.STALE_TOKEN, () -> wrong.verified(2, fact("2026-04-23/b", 2)));
            assertRefused(ErrorCode.STALE_TOKEN, () -> wrong.gone(2, "2026-04-23/a"));
            assertRefused(ErrorCode.STALE_TOKEN, () -> wrong.compare(2, DAY, true));
            assertRefused(ErrorCode.STALE_TOKEN, () -> wrong.complete(WHOLE));
        }
        assertThat(run.differing(List.of(fact))).isEmpty();
        run.complete(WHOLE);
    }

    @Test
    @DisplayName("RUN-2 a stale comparison is refused before anything is read")
    default void aStaleComparisonReadsNothing() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        RunDriver wrong = new RunDriver(fixture().coordinator(), job, run.run(), FencingToken.NONE);
        assertRefused(ErrorCode.STALE_TOKEN, () -> wrong.compare(1, List.of()));
        assertRefused(ErrorCode.STALE_TOKEN, () -> wrong.compare(1, List.of(new CompareLine.End(DAY, true))));
    }

    @Test
    @DisplayName("SEC-6 a run that is not there, or is another runner's, is unknown whatever token is shown")
    default void aForeignRunIsUnknown() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        Fact fact = fact("2026-04-23/a", 1);
        run.verified(1, fact);
        for (RunDriver wrong : List.of(
                new RunDriver(fixture().coordinator(), job, newRun(), run.token()),
                new RunDriver(fixture().stranger(), job, run.run(), run.token()))) {
            assertRefused(ErrorCode.RUN_UNKNOWN, () -> wrong.verified(2, fact("2026-04-23/b", 2)));
            assertRefused(ErrorCode.RUN_UNKNOWN, () -> wrong.compare(2, DAY, true));
            assertRefused(ErrorCode.RUN_UNKNOWN, () -> wrong.complete(WHOLE));
        }
        assertThat(run.differing(List.of(fact))).isEmpty();
    }

    @Test
    @DisplayName("D-20 an agent that saw a higher token than the index gets a higher one still")
    default void aHigherTokenIsPassed() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver.open(fixture().coordinator(), job).complete(WHOLE);
        FencingToken before = FencingToken.NONE;
        for (FencingToken seen :
                List.of(new FencingToken(70, 3), new FencingToken(70, 900_000), new FencingToken(71, 1))) {
            OpenRequest request = RunDriver.request(job, newRun(), Optional.empty(), seen, List.of());
            RunDriver run = RunDriver.open(fixture().coordinator(), request);
            assertThat(run.token()).isGreaterThan(seen).isGreaterThan(before);
            before = run.token();
            run.complete(WHOLE);
        }
        assertThat(RunDriver.open(fixture().coordinator(), job).token()).isGreaterThan(before);
    }

    @Test
    @DisplayName("D-20 a live run whose agent saw a higher token is closed, since the agent would refuse its own")
    default void aLiveRunThatWasOutrunIsClosed() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        FencingToken higher = new FencingToken(run.token().epoch(), run.token().counter() + 5);
        assertRefused(ErrorCode.RUN_CLOSED, () -> fixture()
                .coordinator()
                .open(RunDriver.request(job, run.run(), Optional.empty(), higher, List.of())));
        assertRefused(ErrorCode.RUN_CLOSED, run::report);
        OpenRequest next = RunDriver.request(job, newRun(), Optional.of(run.run()), higher, List.of());
        assertThat(RunDriver.open(fixture().coordinator(), next).token()).isGreaterThan(higher);
    }

    @Test
    @DisplayName("D-20 a token that no server can have given is refused")
    default void anImpossibleTokenIsRefused() throws SyncException {
        JobId job = fixture().newJob();
        FencingToken impossible = new FencingToken(999_999_999_999_999_999L, 1);
        assertRefused(ErrorCode.MESSAGE_MALFORMED, () -> fixture()
                .coordinator()
                .open(RunDriver.request(job, newRun(), Optional.empty(), impossible, List.of())));
        RunDriver.open(fixture().coordinator(), job);
    }

    @Test
    @DisplayName("D-20 RUN-4 after a restart a live run keeps its token, and the next run begins a new epoch, once")
    default void aRestartBeginsANewEpoch() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver before = RunDriver.open(fixture().coordinator(), job);
        before.verified(1, fact("2026-04-23/a", 1));
        backstage().restart();
        RunDriver live = new RunDriver(fixture().coordinator(), job, before.run(), before.token());
        live.verified(1, fact("2026-04-23/b", 2));
        assertThat(live.claim(List.of()).token()).isEqualTo(before.token());
        live.complete(WHOLE);
        RunDriver first = RunDriver.open(fixture().coordinator(), job);
        assertThat(first.token().epoch()).isGreaterThan(before.token().epoch());
        first.complete(WHOLE);
        RunDriver second = RunDriver.open(fixture().coordinator(), job);
        assertThat(second.token().epoch()).isEqualTo(first.token().epoch());
        assertThat(second.token()).isGreaterThan(first.token());
    }

    @Test
    @DisplayName("D-20 the share knows every epoch under which a token was given")
    default void theShareKnowsTheEpoch() throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = RunDriver.open(fixture().coordinator(), job);
        assertThat(backstage().epochOnShare(job)).isEqualTo(run.token().epoch());
        run.complete(WHOLE);
        FencingToken seen = new FencingToken(500, 1);
        RunDriver next = RunDriver.open(
                fixture().coordinator(), RunDriver.request(job, newRun(), Optional.empty(), seen, List.of()));
        assertThat(backstage().epochOnShare(job))
                .isEqualTo(next.token().epoch())
                .isGreaterThan(500);
    }
}

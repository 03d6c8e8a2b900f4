package io.datasync.server.sync.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.JobPhase;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.server.fleet.control.HeardHeartbeat;
import io.datasync.server.fleet.control.HeartbeatsHeard;
import io.datasync.server.platform.settings.ServerSettings;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.index.memory.Cut;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-23 leases of runs that heartbeats name")
class LeaseRenewalTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final RunnerId RUNNER = new RunnerId("pc-1");
    private static final JobId JOB = new JobId("images");
    private static final RunId RUN = new RunId("run-1");

    private final MovableClock clock = MovableClock.at(NOON);
    private final InMemoryStateIndex index = new InMemoryStateIndex(clock);
    private final LeaseRenewal renewal = new LeaseRenewal(index, ServerSettings.defaults(Path.of("home")));

    @BeforeEach
    void open() throws SyncException {
        index.addJob(JOB, RUNNER, "memory:images");
        var token = new FencingToken(1, 1);
        index.transact(transaction -> {
            transaction.lockJob(JOB);
            transaction.insertRun(new RunRow(
                    RUN,
                    JOB,
                    RunState.RUNNING,
                    token,
                    false,
                    Optional.empty(),
                    NOON,
                    NOON,
                    NOON.plus(LEASE),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
            transaction.updateJob(JOB, token, Optional.of(RUN));
            return true;
        });
        clock.advance(Duration.ofMinutes(1));
    }

    private void hear(RunnerId runner) {
        var job = new ActiveJob(JOB, RUN, JobPhase.UPLOADING, 1, 10, 100, 1_000);
        var heartbeat = new Heartbeat(
                AgentStatus.WORKING, "1.0", NOON, 1, List.of(job), List.of(), ShareStatus.OK, 0, Optional.empty(), 0);
        renewal.renew(new HeartbeatsHeard(List.of(new HeardHeartbeat(runner, heartbeat, NOON))));
    }

    private Instant leaseUntil() {
        return index.runs(JOB).get(0).leaseUntil();
    }

    @Test
    @DisplayName("are renewed for the job's own runner, and for no other")
    void ownRunsAreRenewed() {
        hear(new RunnerId("pc-2"));
        assertThat(leaseUntil()).isEqualTo(NOON.plus(LEASE));
        hear(RUNNER);
        assertThat(leaseUntil()).isEqualTo(clock.instant().plus(LEASE));
    }

    @Test
    @DisplayName("that could not be renewed are one warning, which says why")
    void theReasonIsLogged() {
        index.cutNext(Cut.BEFORE_COMMIT);
        assertThat(LogLines.of(LeaseRenewal.class, () -> hear(RUNNER)))
                .singleElement()
                .asString()
                .matches("WARNING event=leases_not_renewed runners=1 code=index_unavailable detail=\".+\"");
        assertThat(leaseUntil()).isEqualTo(NOON.plus(LEASE));
    }
}

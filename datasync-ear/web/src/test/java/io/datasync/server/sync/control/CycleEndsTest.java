package io.datasync.server.sync.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.EndedCycle;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.ShareStatus;
import io.datasync.server.fleet.control.HeardHeartbeat;
import io.datasync.server.fleet.control.HeartbeatsHeard;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.index.memory.Cut;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-26 cycles that heartbeats tell of")
class CycleEndsTest {
    private static final Instant NOON = Instant.parse("2026-04-23T12:00:00Z");
    private static final RunnerId RUNNER = new RunnerId("pc-1");
    private static final JobId JOB = new JobId("images");

    private final InMemoryStateIndex index = new InMemoryStateIndex(MovableClock.at("2026-04-23T12:00:00Z"));
    private final CycleEnds ends = new CycleEnds(index);

    CycleEndsTest() {
        index.addJob(JOB, RUNNER, "memory:images");
    }

    /** A heartbeat heard at noon from a PC whose clock is wrong by so much. */
    private void hear(RunnerId runner, Duration clockOff, Duration age) {
        Instant sent = NOON.plus(clockOff);
        var heartbeat = new Heartbeat(
                AgentStatus.IDLE,
                "1.0",
                sent,
                1,
                List.of(),
                List.of(new EndedCycle(JOB, sent.minus(age))),
                ShareStatus.OK,
                0,
                Optional.empty(),
                0);
        ends.note(new HeartbeatsHeard(List.of(new HeardHeartbeat(runner, heartbeat, NOON))));
    }

    @Test
    @DisplayName("are noted by the server's time, whatever the PC's clock says")
    void byTheServersTime() {
        hear(RUNNER, Duration.ofHours(-7), Duration.ofSeconds(20));
        assertThat(index.lastCycleAt(JOB)).contains(NOON.minusSeconds(20));
        hear(RUNNER, Duration.ofHours(5), Duration.ofSeconds(10));
        assertThat(index.lastCycleAt(JOB)).contains(NOON.minusSeconds(10));
        hear(RUNNER, Duration.ZERO, Duration.ofSeconds(-90));
        assertThat(index.lastCycleAt(JOB)).as("an end in the future is now").contains(NOON);
    }

    @Test
    @DisplayName("are written once, and again after a failure")
    void onceEach() {
        index.cutNext(Cut.BEFORE_COMMIT);
        hear(RUNNER, Duration.ZERO, Duration.ofSeconds(20));
        assertThat(index.lastCycleAt(JOB)).isEmpty();
        hear(RUNNER, Duration.ZERO, Duration.ofSeconds(20));
        assertThat(index.lastCycleAt(JOB)).contains(NOON.minusSeconds(20));
        long before = index.transactions();
        hear(RUNNER, Duration.ZERO, Duration.ofSeconds(20));
        assertThat(index.transactions()).isEqualTo(before);
        hear(RUNNER, Duration.ZERO, Duration.ofSeconds(19));
        assertThat(index.transactions()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("that could not be noted are one warning, which says why")
    void theReasonIsLogged() {
        index.cutNext(Cut.BEFORE_COMMIT);
        assertThat(LogLines.of(CycleEnds.class, () -> hear(RUNNER, Duration.ZERO, Duration.ofSeconds(20))))
                .singleElement()
                .asString()
                .matches("WARNING event=cycles_not_noted cycles=1 code=index_unavailable detail=\".+\"");
    }

    @Test
    @DisplayName("of a job that is not the runner's are nobody's")
    void onlyOwnJobs() {
        hear(new RunnerId("pc-2"), Duration.ZERO, Duration.ofSeconds(20));
        assertThat(index.lastCycleAt(JOB)).isEmpty();
        hear(RUNNER, Duration.ZERO, Duration.ofSeconds(20));
        assertThat(index.lastCycleAt(JOB)).contains(NOON.minusSeconds(20));
    }
}

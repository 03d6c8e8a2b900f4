package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunState;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.QueuedFaults;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.index.fault.FaultyStateIndex;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.network.SimulatedNetwork;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The way to the server")
final class SimulatedNetworkTest {
    private final QueuedFaults faults = new QueuedFaults();
    private final QueuedFaults database = new QueuedFaults();
    private final ProcessLife agent = new ProcessLife();
    private final InMemoryStateIndex memory = new InMemoryStateIndex(MovableClock.at("2026-04-23T10:00:00Z"));
    private final StateIndex index = new FaultyStateIndex(memory, database, new ProcessLife());
    private final RulesFixture rules = new RulesFixture(index, new TwinHooks(memory), CoordinatorSettings.DEFAULTS);
    private final SimulatedNetwork network = new SimulatedNetwork(rules::coordinator, faults, agent);
    private final JobId job = rules.newJob();

    @Nested
    @DisplayName("when nothing happens is as the server itself")
    final class Quiet implements CoordinatorContract {
        private final ProcessLife quiet = new ProcessLife();

        @Override
        public CoordinatorFixture fixture() {
            return new CoordinatorFixture() {
                @Override
                public Coordinator coordinator() {
                    return new SimulatedNetwork(rules::coordinator, Faults.NONE, quiet);
                }

                @Override
                public Coordinator stranger() {
                    return new SimulatedNetwork(rules::stranger, Faults.NONE, quiet);
                }

                @Override
                public JobId newJob() {
                    return rules.newJob();
                }

                @Override
                public Optional<Backstage> backstage() {
                    return rules.backstage();
                }
            };
        }
    }

    private long runs() {
        return memory.runs(job).size();
    }

    private void assertFails(ErrorCode code, Coordinator over) {
        assertThatThrownBy(() -> RunDriver.open(over, job)).isInstanceOfSatisfying(SyncException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.retryable()).isTrue();
        });
    }

    @Test
    @DisplayName("I-12 a request that is lost did nothing; one whose answer is lost did all of it")
    void lost() {
        faults.queue("open", new Verdict.Fails(Part.NETWORK.unknown("lost")));
        faults.queue("open", Verdict.fails(ErrorCode.RATE_LIMITED));
        assertFails(ErrorCode.SERVER_UNREACHABLE, network);
        assertFails(ErrorCode.RATE_LIMITED, network);
        assertThat(runs()).isZero();
        faults.queue("open", Verdict.answerLost(Part.NETWORK));
        assertFails(ErrorCode.SERVER_UNREACHABLE, network);
        assertThat(runs()).isEqualTo(1);
    }

    @Test
    @DisplayName("RUN-3 a request may arrive when its sender has long given up")
    void late() {
        faults.queue("open", Verdict.late(Part.NETWORK));
        assertFails(ErrorCode.SERVER_UNREACHABLE, network);
        assertThat(runs()).isZero();
        assertThat(network.waiting()).isEqualTo(1);
        network.deliverLate(0);
        assertThat(runs()).isEqualTo(1);
        assertThat(network.waiting()).isZero();
    }

    @Test
    @DisplayName("RUN-3 a request may arrive twice at once, or once more when its run has ended")
    void again() throws SyncException {
        faults.queue("open", new Verdict.Twice());
        faults.queue("complete", new Verdict.Echoed());
        long before = memory.transactions();
        RunDriver run = RunDriver.open(network, job);
        long twice = memory.transactions() - before;
        run.complete(Samples.WHOLE);
        network.deliverLate(0);
        assertThat(memory.runs(job)).singleElement().satisfies(row -> assertThat(row.state())
                .isEqualTo(RunState.SUCCESS));
        before = memory.transactions();
        RunDriver.open(network, job);
        assertThat(twice).isGreaterThan(memory.transactions() - before);
    }

    @Test
    @DisplayName(
            "A server that dies while it answers cannot be reached; an agent that dies does not see what it asked for")
    void dying() {
        database.crashAt(1);
        assertFails(ErrorCode.SERVER_UNREACHABLE, network);
        faults.crashAt(faults.points());
        assertThatThrownBy(() -> RunDriver.open(network, job))
                .isInstanceOfSatisfying(SimulatedCrash.class, crash -> assertThat(crash.isOf(agent))
                        .isTrue());
        assertThat(agent.isDead()).isTrue();
    }
}

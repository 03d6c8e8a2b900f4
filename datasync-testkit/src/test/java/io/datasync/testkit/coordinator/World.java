package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One index, one share, and as many nodes as a test starts. */
final class World {
    static final JobId JOB = new JobId("job");
    static final String URL = "memory:job";

    final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    final InMemoryStateIndex index = new InMemoryStateIndex(clock);
    final List<AuditPort.Event> audit = new ArrayList<>();
    final CarelessEpochs epochs = new CarelessEpochs();

    World() {
        index.addJob(JOB, RulesFixture.RUNNER, URL);
    }

    /** Writes what it is told, as a share does: two nodes that read before either wrote can lower it. */
    static final class CarelessEpochs implements EpochLedger {
        private final Map<String, Long> known = new HashMap<>();
        private Step beforeRaise = () -> {};

        interface Step {
            void run() throws SyncException;
        }

        /** What happens elsewhere before the next raise is written. */
        void beforeNextRaise(Step step) {
            beforeRaise = step;
        }

        @Override
        public long read(String archiveUrl) {
            return known.getOrDefault(archiveUrl, 0L);
        }

        @Override
        public void raise(String archiveUrl, long epoch) throws SyncException {
            Step step = beforeRaise;
            beforeRaise = () -> {};
            step.run();
            known.put(archiveUrl, epoch);
        }
    }

    CoordinatorRules startNode() {
        return startNode(epochs, CoordinatorSettings.DEFAULTS);
    }

    CoordinatorRules startNode(EpochLedger ledger, CoordinatorSettings settings) {
        return new CoordinatorRules(
                index,
                ledger,
                audit::add,
                new SealingParts(new InMemoryArchives(), new InMemoryKeys(), clock),
                settings);
    }

    Coordinator startedNode() {
        return startNode().forRunner(RulesFixture.RUNNER);
    }

    List<AuditPort.Action> actions() {
        return audit.stream().map(AuditPort.Event::action).toList();
    }
}

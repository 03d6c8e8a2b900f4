package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.guard.Admissions;
import io.datasync.core.coordinator.guard.DrainingCoordinator;
import io.datasync.core.coordinator.guard.Identities;
import io.datasync.core.coordinator.guard.SeparatingCoordinator;
import io.datasync.core.drain.AdmissionRule;
import io.datasync.core.identity.IdentitySettings;
import io.datasync.core.identity.MachineId;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The rules behind their guards, while nothing is put off and nobody stands aside")
final class GuardedContractTest implements CoordinatorContract {
    private final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    private final InMemoryStateIndex index = new InMemoryStateIndex(clock);
    private final RulesFixture rules = new RulesFixture(index, new TwinHooks(index), CoordinatorSettings.DEFAULTS);
    private final Admissions admissions = new Admissions(AdmissionRule.DEFAULTS, index, clock);
    private final Identities identities = new Identities(IdentitySettings.DEFAULTS);

    private Coordinator guarded(Coordinator target, RunnerId runner) {
        return new SeparatingCoordinator(
                new DrainingCoordinator(target, runner, admissions),
                new SeparatingCoordinator.Caller(runner, new MachineId("m"), "session"),
                identities,
                event -> {});
    }

    @Override
    public CoordinatorFixture fixture() {
        return new CoordinatorFixture() {
            @Override
            public Coordinator coordinator() {
                return guarded(rules.coordinator(), RulesFixture.RUNNER);
            }

            @Override
            public Coordinator stranger() {
                return guarded(rules.stranger(), RulesFixture.OTHER_RUNNER);
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

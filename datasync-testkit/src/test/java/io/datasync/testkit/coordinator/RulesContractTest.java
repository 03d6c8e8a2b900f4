package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

@DisplayName("The rules over the index in memory")
final class RulesContractTest {
    private static RulesFixture rules(Cut always, CoordinatorSettings settings) {
        InMemoryStateIndex index = new InMemoryStateIndex(MovableClock.at("2026-04-23T10:00:00Z"));
        index.cuts(() -> always);
        return new RulesFixture(index, new TwinHooks(index), settings);
    }

    @Nested
    @DisplayName("as they are")
    final class AsTheyAre implements CoordinatorContract {
        private final RulesFixture rules = rules(Cut.NONE, CoordinatorSettings.DEFAULTS);

        @Override
        public CoordinatorFixture fixture() {
            return rules;
        }
    }

    @Nested
    @DisplayName("each transaction a deadlock's victim once, in batches of three")
    final class EachTransactionTwice implements CoordinatorContract {
        private final RulesFixture rules =
                rules(Cut.RUN_TWICE, new CoordinatorSettings(Duration.ofMinutes(5), Duration.ofMinutes(30), 3));

        @Override
        public CoordinatorFixture fixture() {
            return rules;
        }
    }
}

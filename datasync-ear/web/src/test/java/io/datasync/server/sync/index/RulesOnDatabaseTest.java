package io.datasync.server.sync.index;

import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.server.sync.sql.TestDatabase;
import io.datasync.testkit.coordinator.CoordinatorContract;
import io.datasync.testkit.coordinator.CoordinatorFixture;
import io.datasync.testkit.coordinator.RulesFixture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@DisplayName("The rules over the index in a database")
class RulesOnDatabaseTest {
    /** One database and one fixture for all tests of a class. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OnDatabase implements CoordinatorContract {
        @SuppressWarnings("NullAway.Init") // set before the first test
        private RulesFixture rules;

        abstract TestDatabase start();

        @BeforeAll
        void prepare() {
            var hooks = new IndexHooks(start());
            rules = new RulesFixture(hooks.index(), hooks, CoordinatorSettings.DEFAULTS);
        }

        @Override
        public CoordinatorFixture fixture() {
            return rules;
        }
    }

    @Nested
    @DisplayName("H2")
    class OnH2 extends OnDatabase {
        @Override
        TestDatabase start() {
            return TestDatabase.h2InMemory();
        }
    }

    @Nested
    @DisplayName("PostgreSQL")
    class OnPostgresql extends OnDatabase {
        @Override
        TestDatabase start() {
            return TestDatabase.postgresql();
        }
    }

    @Nested
    @DisplayName("the database that the environment names")
    @EnabledIfEnvironmentVariable(
            named = "DATASYNC_TEST_DB_URL",
            matches = ".+",
            disabledReason = "DATASYNC_TEST_DB_URL names no database")
    class OnOther extends OnDatabase {
        @Override
        TestDatabase start() {
            return TestDatabase.ofEnvironment().orElseThrow();
        }
    }
}

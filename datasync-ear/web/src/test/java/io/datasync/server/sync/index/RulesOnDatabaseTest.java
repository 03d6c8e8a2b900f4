package io.datasync.server.sync.index;

import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.IfNamed;
import io.datasync.server.sync.sql.OnDatabase;
import io.datasync.testkit.coordinator.CoordinatorContract;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@DisplayName("The rules over the index in a database")
class RulesOnDatabaseTest {
    abstract static class Rules extends OnDatabase implements CoordinatorContract {
        private final RulesFixture rules;

        Rules(DatabaseKind kind) {
            super(kind);
            var hooks = new IndexHooks(database);
            rules = new RulesFixture(hooks.index(), hooks, CoordinatorSettings.DEFAULTS);
        }

        @Override
        public CoordinatorFixture fixture() {
            return rules;
        }
    }

    @Nested
    class OnH2 extends Rules {
        OnH2() {
            super(DatabaseKind.H2);
        }
    }

    @Nested
    @Tag("slow")
    class OnPostgresql extends Rules {
        OnPostgresql() {
            super(DatabaseKind.POSTGRESQL);
        }
    }

    @Nested
    @IfNamed
    class OnOther extends Rules {
        OnOther() {
            super(DatabaseKind.OTHER);
        }
    }
}

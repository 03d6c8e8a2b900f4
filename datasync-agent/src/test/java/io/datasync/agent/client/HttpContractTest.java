package io.datasync.agent.client;

import io.datasync.agent.server.AgentApiServer;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.coordinator.CoordinatorContract;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The client must do what every coordinator must: here against the rules behind a few lines of HTTP. */
@Tag("slow")
@DisplayName("The rules over HTTP")
final class HttpContractTest implements CoordinatorContract {
    @TempDir
    private static Path scratch;

    private static final InMemoryStateIndex INDEX = new InMemoryStateIndex(MovableClock.at("2026-04-23T10:00:00Z"));
    private static final RulesFixture RULES = new RulesFixture(INDEX, new Hooks(), CoordinatorSettings.DEFAULTS);

    private static AgentApiServer own;
    private static AgentApiServer strangers;
    private static Fixture fixture;

    @BeforeAll
    static void start() throws IOException {
        own = serve(RULES::coordinator);
        strangers = serve(RULES::stranger);
        fixture = new Fixture(client(own), client(strangers));
    }

    @AfterAll
    static void stop() {
        own.close();
        strangers.close();
    }

    /** The rules are asked for anew at each request, since a test may restart them. */
    private static AgentApiServer serve(Supplier<Coordinator> rules) throws IOException {
        return new AgentApiServer().with(rules);
    }

    private static Coordinator client(AgentApiServer server) {
        return new HttpCoordinator(new HttpCalls(server.url(), Duration.ofSeconds(30), () -> "key", "1.0", scratch));
    }

    @Override
    public CoordinatorFixture fixture() {
        return fixture;
    }

    private record Fixture(Coordinator coordinator, Coordinator stranger) implements CoordinatorFixture {
        @Override
        public JobId newJob() {
            return RULES.newJob();
        }

        @Override
        public Optional<Backstage> backstage() {
            return RULES.backstage();
        }
    }

    private static final class Hooks implements RulesFixture.Hooks {
        @Override
        public void addJob(JobId job, RunnerId runner, String archiveUrl) {
            INDEX.addJob(job, runner, archiveUrl);
        }

        @Override
        public void disable(JobId job) {
            INDEX.setEnabled(job, false);
        }

        @Override
        public void seal(JobId job, FolderName folder) throws SyncException {
            INDEX.seal(job, folder);
        }

        @Override
        public void age(RunId run, Duration by) {
            INDEX.age(run, by);
        }
    }
}

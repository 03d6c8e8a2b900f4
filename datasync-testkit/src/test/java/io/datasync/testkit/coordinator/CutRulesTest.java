package io.datasync.testkit.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.failure.SyncException;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import io.datasync.testkit.index.memory.Cut;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A database that fails")
final class CutRulesTest {
    private static final List<Cut> CUTS =
            List.of(Cut.NONE, Cut.NONE, Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT, Cut.RUN_TWICE);

    @Test
    @DisplayName("RUN-5 I-12 before, after and instead of any commit: each file is uploaded once, and both sides agree")
    void anyCommitMayFail() throws SyncException {
        for (long seed = 1; seed <= 40; seed++) {
            World world = new World();
            Random random = new Random(seed);
            Coordinator node = world.startNode(
                            world.epochs, new CoordinatorSettings(Duration.ofMinutes(5), Duration.ofMinutes(30), 5))
                    .forRunner(RulesFixture.RUNNER);
            SmallAgent agent = new SmallAgent(World.JOB);
            int written = 0;
            int uploaded = 0;
            for (int day = 1; day <= 4; day++) {
                for (int i = 0; i < 12; i++) {
                    agent.produce("2026-04-0" + day + "/" + i, i);
                    written++;
                }
                agent.purgeHalf(Samples.folder("2026-04-0" + Math.max(1, day - 1)));
                world.index.cuts(() -> CUTS.get(random.nextInt(CUTS.size())));
                if (day == 3) {
                    agent.loseJournal();
                }
                uploaded += agent.cycle(node).uploaded();
                world.index.cuts(() -> Cut.NONE);
            }
            // A day whose folder was halved before its first cycle has half of its files to upload.
            assertThat(uploaded).as("seed %d", seed).isEqualTo(written - 6);
            agent.cycle(node);
            RunDriver run = RunDriver.open(node, World.JOB);
            assertThat(run.differing(agent.verified())).as("seed %d", seed).isEmpty();
        }
    }
}

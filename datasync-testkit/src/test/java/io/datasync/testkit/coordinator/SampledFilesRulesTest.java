package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Samples.fact;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.manifest.Fact;
import io.datasync.testkit.index.memory.Cut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Which of the files that a run proves the server is to read back")
final class SampledFilesRulesTest {
    private final World world = new World();
    private final Coordinator node = world.startedNode();

    @Test
    @DisplayName(
            "D-5 one of a hundred new files, with its proof, once, however often it is told, and not what is only seen again")
    void oneOfAHundred() throws SyncException {
        RunDriver run = RunDriver.open(node, World.JOB);
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            facts.add(fact("2026-04-23/f" + i, i + 1));
        }
        List<String> chosen = facts.stream()
                .map(fact -> fact.entry().path())
                .filter(path -> SampleRow.isChosen(run.run(), path))
                .map(path -> path.text())
                .sorted()
                .toList();
        assertThat(chosen).hasSizeBetween(1, 40);
        world.index.cutNext(Cut.RUN_TWICE);
        run.verified(1, facts.toArray(Fact[]::new));
        run.verified(1, facts.toArray(Fact[]::new));
        assertThat(world.index.samples(World.JOB))
                .extracting(sample -> sample.path().text())
                .containsExactlyInAnyOrderElementsOf(chosen);
        assertThat(world.index.samples(World.JOB)).allSatisfy(sample -> {
            assertThat(sample.run()).isEqualTo(run.run());
            assertThat(sample.dueAt()).isEqualTo(world.clock.instant());
        });
        world.index.transact(tx -> {
            for (SampleRow sample : tx.claimSamples(Duration.ZERO, 100)) {
                tx.endSample(sample);
            }
            return true;
        });
        run.verified(2, facts.toArray(Fact[]::new));
        assertThat(world.index.samples(World.JOB)).as("nothing new").isEmpty();
    }
}

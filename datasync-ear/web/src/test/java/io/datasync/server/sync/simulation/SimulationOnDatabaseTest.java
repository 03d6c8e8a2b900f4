package io.datasync.server.sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.simulation.Scenario;
import io.datasync.testkit.simulation.Simulation;
import io.datasync.testkit.simulation.SimulationResult;
import io.datasync.testkit.simulation.world.InMemoryIndexHome;
import io.datasync.testkit.simulation.world.IndexHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The second mode: as {@code SimulationTest} of the test kit, but over the index that the server has. It is slower, so it lives through fewer worlds. */
@DisplayName("A fleet in simulated time, over the server's own index on H2")
class SimulationOnDatabaseTest {
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    private static final int SEEDS_MANY = 100;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated");
        thread.setDaemon(true);
        return thread;
    });
    private Path folder = IN_MEMORY;

    @BeforeEach
    void aPlace() throws Exception {
        folder = Files.isWritable(IN_MEMORY)
                ? Files.createTempDirectory(IN_MEMORY, "datasync-simulation")
                : Files.createTempDirectory("datasync-simulation");
    }

    @AfterEach
    void tidy() throws Exception {
        threads.shutdownNow();
        Files.delete(folder);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-8 hold after every step, and every step is that of the twin's world")
    void everyInvariantHolds(Scenario scenario) {
        check(1, scenario);
    }

    @ParameterizedTest
    @MethodSource("manySeeds")
    @EnabledIfSystemProperty(named = "datasync.slow", matches = "true", disabledReason = "only in the profile slow")
    @DisplayName("I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-8 hold in many worlds")
    void theyHoldInManyWorlds(long seed) {
        check(seed, Scenario.of(seed));
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(1, SEEDS_MANY);
    }

    /** The index is the only part that differs, and it must not show. */
    private void check(long seed, Scenario scenario) {
        List<String> steps = new ArrayList<>();
        List<String> twins = new ArrayList<>();
        SimulationResult real = live(seed, scenario, H2IndexHome::new, steps);
        assertThat(real.failure())
                .as("seed %d, %s, step %d: %s", seed, scenario.text(), real.steps(), real.last())
                .isEmpty();
        SimulationResult twin = live(seed, scenario, InMemoryIndexHome::new, twins);
        for (int i = 0; i < Math.min(steps.size(), twins.size()); i++) {
            assertThat(steps.get(i)).as("seed %d, %s", seed, scenario.text()).isEqualTo(twins.get(i));
        }
        assertThat(real.sum()).isEqualTo(twin.sum());
        assertThat(real.cycles()).isEqualTo(twin.cycles());
        assertThat(real.faults()).isEqualTo(twin.faults()).isNotEmpty();
    }

    private SimulationResult live(
            long seed, Scenario scenario, Function<Clock, IndexHome> databases, List<String> steps) {
        return new Simulation(folder, threads, databases, steps::add).run(seed, scenario);
    }
}

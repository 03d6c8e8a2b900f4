package io.datasync.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("Many fleets in simulated time")
class ManySeedsTest {
    private static final long SEEDS = 200;
    private static final int AT_A_TIME = 2;

    @Test
    @DisplayName("I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-8 hold after every step, whatever the seed")
    void everyInvariantHolds() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);
        try (Simulations simulations = new Simulations()) {
            Simulation simulation = simulations.over(line -> {});
            List<Callable<SimulationResult>> worlds = LongStream.rangeClosed(1, SEEDS)
                    .<Callable<SimulationResult>>mapToObj(seed -> () -> simulation.run(seed))
                    .toList();
            for (Future<SimulationResult> world : workers.invokeAll(worlds)) {
                SimulationResult result = world.get();
                assertThat(result.failure())
                        .as("seed %d, %s, step %d: %s", result.seed(), result.scenario(), result.steps(), result.last())
                        .isEmpty();
            }
        } finally {
            workers.shutdownNow();
        }
    }
}

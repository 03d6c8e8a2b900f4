package io.datasync.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.invariant.Breach;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A fleet in simulated time")
class SimulationTest {
    /** Within so many worlds whatever is broken must show. */
    private static final int SEEDS_MAX = 60;

    private Simulations simulations;

    @BeforeEach
    void aPlace() throws Exception {
        simulations = new Simulations();
    }

    @AfterEach
    void tidy() throws Exception {
        simulations.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-8 hold after every step")
    void everyInvariantHolds(Scenario scenario) {
        for (long seed = 1; seed <= 3; seed++) {
            SimulationResult result = simulations.over(line -> {}).run(seed, scenario);
            assertThat(result.failure())
                    .as("seed %d, step %d: %s", seed, result.steps(), result.last())
                    .isEmpty();
            assertThat(result.cycles()).isPositive();
            assertThat(result.faults()).isNotEmpty();
        }
    }

    @Test
    @DisplayName("a seed is the same world every time, step by step")
    void itReplays() {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        SimulationResult once = simulations.over(first::add).run(7, Scenario.ORDINARY);
        SimulationResult again = simulations.over(second::add).run(7, Scenario.ORDINARY);
        assertThat(second).isEqualTo(first);
        assertThat(again.sum()).isEqualTo(once.sum());
        assertThat(simulations.over(line -> {}).run(8, Scenario.ORDINARY).sum()).isNotEqualTo(once.sum());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @DisplayName("what breaks an invariant is noticed, as a breach of that one")
    void whatIsBrokenIsNoticed(Breakage breakage) {
        List<String> noticed = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS_MAX && noticed.isEmpty(); seed++) {
            simulations
                    .over(line -> {})
                    .run(seed, Scenario.of(seed), breakage)
                    .failure()
                    .ifPresent(why -> noticed.add(why instanceof Breach breach ? breach.invariant() : why.toString()));
        }
        assertThat(noticed).containsExactly(breakage.invariant());
    }
}

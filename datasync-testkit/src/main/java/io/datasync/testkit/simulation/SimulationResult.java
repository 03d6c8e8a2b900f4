package io.datasync.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a simulation ended.
 *
 * @param seed from which everything followed
 * @param scenario what it was about
 * @param steps how many there were; when it failed, the number of the step at which
 * @param simulated how much time passed in the world
 * @param cycles agents' cycles that came to their end
 * @param faults how many faults of each kind were injected
 * @param sum over all steps: two runs with equal sums are the same
 * @param failure what went wrong; empty when every invariant held throughout, and everything was made good in the end
 * @param last the last steps, in words
 */
public record SimulationResult(
        long seed,
        Scenario scenario,
        long steps,
        Duration simulated,
        long cycles,
        Map<String, Long> faults,
        String sum,
        Optional<Throwable> failure,
        List<String> last) {}

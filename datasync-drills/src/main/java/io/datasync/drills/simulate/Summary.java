package io.datasync.drills.simulate;

import io.datasync.testkit.simulation.SimulationResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What many worlds came to. For one thread at a time. */
final class Summary {
    private static final double SECONDS_PER_DAY = 86_400;

    private final SimulateOptions options;
    private final long begin = System.nanoTime();
    private final Map<String, Long> faults = new TreeMap<>();
    private final Map<String, Long> scenarios = new TreeMap<>();
    private long worlds;
    private long failed;
    private long steps;
    private long cycles;
    private double days;

    Summary(SimulateOptions options) {
        this.options = options;
    }

    void add(SimulationResult result) {
        worlds++;
        failed += result.failure().isPresent() ? 1 : 0;
        steps += result.steps();
        cycles += result.cycles();
        days += result.simulated().toSeconds() / SECONDS_PER_DAY;
        scenarios.merge(result.scenario().text(), 1L, Long::sum);
        result.faults().forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    }

    long failed() {
        return failed;
    }

    /** What was injected, one kind a line, and how many worlds were about what. */
    List<String> faults() {
        return List.of("Worlds: " + scenarios, "Faults: " + faults);
    }

    /** One line for all. */
    String line() {
        double seconds = (System.nanoTime() - begin) / 1e9;
        return String.format(
                Locale.ROOT,
                "%d seeds from %d: %s. %d steps, %d cycles, %d faults, %.0f simulated days in %.1f s: %.1f seeds/s, %.0f days/s",
                worlds,
                options.from(),
                failed == 0 ? "every invariant held" : failed + " FAILED",
                steps,
                cycles,
                faults.values().stream().mapToLong(Long::longValue).sum(),
                days,
                seconds,
                worlds / seconds,
                days / seconds);
    }
}

package io.datasync.drills.simulate;

import io.datasync.testkit.simulation.Scenario;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was asked for.
 *
 * @param seeds how many worlds
 * @param from the first seed; the others follow it
 * @param scenario what all worlds are about; empty when each seed chooses
 * @param trace whether every step is printed
 * @param workers how many worlds at a time
 * @param h2 whether over the server's own index, instead of its twin
 */
record SimulateOptions(
        long seeds, long from, Optional<Scenario> scenario, boolean trace, int workers, boolean h2, boolean help) {
    static final String USAGE =
            """
            ./datasync simulate [--seeds N] [--from S] [--scenario NAME] [--workers N] [--h2] [--trace]
              --seeds N         how many worlds; default 100
              --from S          the first seed; default 1
              --scenario NAME   what all of them are about, instead of what each seed chooses:
                                %s
              --workers N       how many at a time; default: one for each processor
              --h2              over the server's own index on H2, instead of its twin in memory; slower
              --trace           prints every step; with one seed""".formatted(Arrays.stream(Scenario.values()).map(Scenario::text).collect(Collectors.joining(", ")));

    private static final int WORKERS_MAX = 64;

    static SimulateOptions parse(String[] args) {
        long seeds = 100;
        long from = 1;
        Optional<Scenario> scenario = Optional.empty();
        boolean trace = false;
        int workers = Runtime.getRuntime().availableProcessors();
        boolean h2 = false;
        boolean help = false;
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--seeds" -> seeds = number(option, rest, 1, 1_000_000_000);
                case "--from" -> from = number(option, rest, 0, Long.MAX_VALUE / 2);
                case "--workers" -> workers = (int) number(option, rest, 1, WORKERS_MAX);
                case "--scenario" -> scenario = Optional.of(scenario(value(option, rest)));
                case "--h2" -> h2 = true;
                case "--trace" -> trace = true;
                case "-h", "--help" -> help = true;
                default -> throw new IllegalArgumentException("Not an option: " + option);
            }
        }
        if (trace && seeds > 1) {
            throw new IllegalArgumentException("--trace is for one seed: --seeds 1 --from S --trace");
        }
        return new SimulateOptions(seeds, from, scenario, trace, workers, h2, help);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static long number(String option, Iterator<String> rest, long least, long most) {
        String text = value(option, rest);
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " is no number: " + text, e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", not " + text);
        }
        return number;
    }

    private static Scenario scenario(String text) {
        return Scenario.named(text).orElseThrow(() -> new IllegalArgumentException("Not a scenario: " + text));
    }
}

package io.datasync.drills.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all measurements are told. */
final class BenchOptions {
    private static final int ROUNDS_MAX = 1_000;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this")
    // Read by picocli alone.
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--rounds", paramLabel = "N", description = "so many measured runs of each, in turn; default: 5")
    private int rounds = 5;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "where everything lies meanwhile; root gets a file system of its own there, in a file")
    private Path dir = Path.of(System.getProperty("datasync.root", "."), "target", "bench");

    @Option(names = "--keep", description = "leave corpora and archives there for the next call")
    private boolean keep;

    @Option(names = "--json", description = "print one JSON object instead of the table")
    private boolean json;

    void check() {
        if (rounds < 1 || rounds > ROUNDS_MAX) {
            throw new ParameterException(
                    commandLine(), "--rounds must be 1 to " + ROUNDS_MAX + ", not " + rounds + ".");
        }
    }

    CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("Not read from a command line");
        }
        return spec.commandLine();
    }

    int rounds() {
        return rounds;
    }

    Path dir() {
        return dir.toAbsolutePath().normalize();
    }

    boolean keeps() {
        return keep;
    }

    boolean json() {
        return json;
    }
}

package io.datasync.core.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs programs of the system, each for at most a minute. */
final class Commands {
    private Commands() {}

    /** What a program printed, on both channels, and how it ended. */
    record Outcome(int exit, String output) {}

    static String run(String... command) throws IOException, InterruptedException {
        Outcome outcome = tryRun(Map.of(), List.of(command));
        assertThat(outcome.exit())
                .as("%s: %s", String.join(" ", command), outcome.output())
                .isZero();
        return outcome.output();
    }

    static Outcome tryRun(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("LANG"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("Took more than a minute: " + command);
            }
            return new Outcome(process.exitValue(), Files.readString(output, UTF_8));
        } finally {
            Files.delete(output);
        }
    }

    /** Runs {@link ScanProbe} in a JVM of its own. */
    static Outcome probe(
            Map<String, String> environment, List<String> asUser, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(asUser);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ScanProbe.class.getName()));
        command.addAll(List.of(arguments));
        return tryRun(environment, command);
    }

    static boolean isRoot() throws IOException, InterruptedException {
        return run("id", "-u").strip().equals("0");
    }

    /** How to run something without the rights of root; nothing to add when this process has none. Skips where it cannot be done. */
    static List<String> unprivileged() throws IOException, InterruptedException {
        if (!isRoot()) {
            return List.of();
        }
        List<String> asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        List<String> test = new ArrayList<>(asNobody);
        test.addAll(List.of(
                "test", "-r", Path.of("target", "classes").toAbsolutePath().toString()));
        Outcome outcome;
        try {
            outcome = tryRun(Map.of(), test);
        } catch (IOException e) {
            outcome = new Outcome(127, e.toString());
        }
        Assumptions.assumeTrue(
                outcome.exit() == 0, "needs setpriv, and classes that nobody may read: " + outcome.output());
        return asNobody;
    }
}

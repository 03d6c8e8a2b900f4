package io.datasync.drills.demo;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The script {@code ./datasync} of this repository, called as a person would; it takes what this build made as it is. */
final class FrontDoor {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int LINES = 2_000;

    private final Path folder;
    private final Path home;
    private final int port;
    private int calls;

    /** What a call came to; its two outputs are one. */
    record Outcome(int exitCode, List<String> lines) {
        String last() {
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    /**
     * A way to call it.
     *
     * @param folder takes what the calls print
     */
    FrontDoor(Path folder, Path home, int port) {
        this.folder = folder;
        this.home = home;
        this.port = port;
    }

    /** Begins {@code ./datasync demo} with these arguments, under the home and the port of this front door. */
    RunningProcess begin(String... arguments) throws IOException {
        calls++;
        Installation installation = Installation.find();
        // As at a terminal: what a script starts in the background would be deaf to Ctrl-C, and pass that on.
        var command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                installation.root().resolve("datasync").toString(),
                "demo"));
        command.addAll(List.of("--home", home.toString()));
        if (List.of(arguments).stream().noneMatch(argument -> argument.matches("--(break|new-password)(=.*)?"))) {
            command.addAll(List.of("--port", Integer.toString(port)));
        }
        command.addAll(List.of(arguments));
        return new Launch("demo", command, folder.resolve("call-" + calls + ".log"))
                .directory(folder)
                .withoutInherited("DATASYNC_")
                .environment("DATASYNC_NO_BUILD", "1")
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .start();
    }

    /** Calls it and waits for its end. */
    Outcome call(String... arguments) throws IOException {
        try (RunningProcess process = begin(arguments)) {
            int exitCode = process.awaitExit(BOUND);
            return new Outcome(exitCode, process.lastLines(LINES));
        }
    }
}

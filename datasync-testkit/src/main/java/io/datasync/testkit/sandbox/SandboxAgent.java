package io.datasync.testkit.sandbox;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One agent: a home, a network of its own to the server, and a process now and then.
 *
 * <p>Not thread-safe; every call blocks, within a bound, unless it says otherwise.
 */
public final class SandboxAgent implements AutoCloseable {
    /** As the agent starts by itself, but without the second compiler: its commands have ended before that pays. */
    private static final String JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xmx96m";

    private final String name;
    private final Path program;
    private final Path home;
    private final Path log;
    private final FaultProxy network;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Set<String> roots = new LinkedHashSet<>();
    private boolean unprivileged;
    private @Nullable RunningProcess daemon;

    /** What a command of the agent came to. */
    public record Outcome(int exitCode, List<String> lines) {}

    SandboxAgent(String name, Path program, Path home, Path log, FaultProxy network) {
        this.name = name;
        this.program = program;
        this.home = home;
        this.log = log;
        this.network = network;
        setting("runner-id", name);
        javaOptions("");
    }

    /** Its name in messages, which is the id that it asks for as a runner too. */
    public String name() {
        return name;
    }

    /** The folder with its state. */
    public Path home() {
        return home;
    }

    /** What is between it and the server. */
    public FaultProxy network() {
        return network;
    }

    /** Sets a variable of the environment of all its processes from now on. */
    public SandboxAgent environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Options of the Java machines of all its processes from now on, besides those of a sandbox, such as {@code -Dname=value}. */
    public SandboxAgent javaOptions(String options) {
        return environment("DATASYNC_AGENT_JAVA_OPTS", (JAVA_OPTIONS + " " + options).strip());
    }

    /**
     * Sets one of its settings from now on, by the environment, which wins over its file.
     *
     * @param key without {@code datasync.agent.}, such as {@code cycle-interval}
     */
    public SandboxAgent setting(String key, String value) {
        return environment("DATASYNC_AGENT_" + key.replace('-', '_').toUpperCase(Locale.ROOT), value);
    }

    /** Allows it to read this folder besides those allowed before; it reads no others (I-14). */
    public SandboxAgent root(Path folder) {
        roots.add(folder.toAbsolutePath().toString());
        return setting(
                "roots",
                roots.stream()
                        .map(root -> root.replace("\\", "\\\\").replace(",", "\\,"))
                        .collect(Collectors.joining(",")));
    }

    /** Lets its processes from now on run as a user who may not read everything; its home is opened to all for that. */
    public SandboxAgent unprivileged() {
        unprivileged = true;
        try {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Starts its daemon and returns at once. */
    public RunningProcess start() {
        RunningProcess running = daemon;
        if (running == null || !running.alive()) {
            running = launch(log, "run").start();
            daemon = running;
        }
        return running;
    }

    /**
     * The daemon's process of the last start.
     *
     * @throws IllegalStateException when it was never started
     */
    public RunningProcess process() {
        RunningProcess last = daemon;
        if (last == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return last;
    }

    /** Carries out one command to its end, such as {@code once} or {@code status --json}. */
    public Outcome command(Duration bound, String... arguments) {
        try (RunningProcess process = begin(arguments)) {
            int exitCode = process.awaitExit(bound);
            return new Outcome(exitCode, process.lastLines(10_000));
        }
    }

    /** Begins a command and returns at once; its output is in a file of its own, which was empty before. */
    public RunningProcess begin(String... arguments) {
        Path output = log.resolveSibling(name + "-" + arguments[0] + ".log");
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return launch(output, arguments).start();
    }

    /** Stops the daemon as a service manager does. */
    public void stop() {
        process().close();
    }

    /** Ends the daemon as a power cut does. */
    public void kill() {
        process().kill();
    }

    /** Stops the daemon when it runs, and takes the network away. */
    @Override
    public void close() {
        if (daemon != null) {
            daemon.close();
        }
        network.close();
    }

    private Launch launch(Path output, String... arguments) {
        var command = new ArrayList<>(List.of(program.toString(), "--home", home.toString()));
        command.addAll(List.of(arguments));
        var launch = new Launch(name, command, output);
        launch.withoutInherited("DATASYNC_");
        environment.forEach(launch::environment);
        return unprivileged ? launch.unprivileged() : launch;
    }
}

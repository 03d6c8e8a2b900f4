package io.datasync.testkit.sandbox;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.LoopbackPort;
import io.datasync.testkit.process.ProcessFailure;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One server node. Its home, its port and its database stay the same over every stop, kill and start.
 *
 * <p>Not thread-safe; every call blocks, within a bound. A node that does not do what was asked in time is a {@link
 * io.datasync.testkit.process.ProcessFailure} with the end of its log.
 */
public final class SandboxServer implements AutoCloseable {
    /** The secret of the pipeline, which shows the details of its health (SEC-7). */
    public static final String CI_SECRET = "the-secret-of-a-sandbox-only";

    /** Ready with half the work of the default; what that costs would show after hours only. */
    private static final String JAVA_OPTIONS = "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private static final String CLOCK_FILE = "test-clock";
    private static final Duration CLOCK_BOUND = Duration.ofSeconds(30);

    private final Path program;
    private final Path home;
    private final Path log;
    private final Duration readyBound;
    private final Map<String, String> environment;
    private final LoopbackPort port = LoopbackPort.reserve();
    private Duration clockOffset = Duration.ZERO;
    private @Nullable RunningProcess process;
    private @Nullable Readiness readiness;

    SandboxServer(Path program, Path home, Path log, Duration readyBound, Map<String, String> environment) {
        this.program = program;
        this.home = home;
        this.log = log;
        this.readyBound = readyBound;
        this.environment = new LinkedHashMap<>(environment);
    }

    /** Where it listens, by the direct way. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port.number());
    }

    /** Where it listens, for a proxy before it. */
    public InetSocketAddress address() {
        return port.address();
    }

    /** The folder with its state. */
    public Path home() {
        return home;
    }

    /** The file with everything it printed, over all starts. */
    public Path log() {
        return log;
    }

    /** Sets a variable of its environment from the next start on. */
    public SandboxServer environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Lets {@link #moveClock} move its clock, from the next start on. */
    public SandboxServer movableClock() {
        return environment("DATASYNC_TEST_NODE", "true")
                .environment("DATASYNC_TEST_CLOCK_FILE", clockFile().toString());
    }

    /**
     * Moves its clock, also when it does not run, and returns when it goes by the new time (I-13). Leases and silence are measured by the
     * database's time and do not notice; sessions do, for which {@link AdminClient} logs in again.
     *
     * @param by how far from where the clock is now, negative to step back
     * @throws IllegalStateException when it runs and was started without {@link #movableClock}
     */
    public SandboxServer moveClock(Duration by) {
        return setClock(clockOffset.plus(by));
    }

    /** Takes back every {@link #moveClock}. */
    public SandboxServer clockBack() {
        return setClock(Duration.ZERO);
    }

    private SandboxServer setClock(Duration offset) {
        try {
            Path whole = Files.writeString(home.resolve(CLOCK_FILE + ".new"), offset.toString());
            Files.move(whole, clockFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the clock cannot be moved", e);
        }
        clockOffset = offset;
        if (process != null && process.alive()) {
            var health = new AdminClient(uri());
            process.await("its clock is moved by " + offset, CLOCK_BOUND, () -> {
                Json said = health.get("/api/health");
                if (!said.has("testClock")) {
                    throw new IllegalStateException("started without movableClock()");
                }
                return said.get("testClock").text().equals(offset.toString());
            });
        }
        return this;
    }

    private Path clockFile() {
        return home.resolve(CLOCK_FILE);
    }

    /** Starts it and returns when it is ready; nothing happens when it runs. */
    public SandboxServer start() {
        startWithoutWaiting();
        awaitReady();
        return this;
    }

    /** Starts it and returns at once; nothing happens when it runs. */
    public SandboxServer startWithoutWaiting() {
        RunningProcess running = process;
        if (running == null || !running.alive()) {
            var launch = new Launch("server", List.of(program.toString()), log).directory(home);
            launch.withoutInherited("DATASYNC_");
            launch.environment("DATASYNC_HOME", home.toString());
            launch.environment("DATASYNC_PORT", Integer.toString(port.number()));
            launch.environment("DATASYNC_JAVA_OPTS", JAVA_OPTIONS);
            launch.environment("DATASYNC_CI_UPLOAD_SECRET", CI_SECRET);
            environment.forEach(launch::environment);
            readiness = new Readiness(uri(), CI_SECRET, log, Files.exists(log) ? size(log) : 0);
            process = launch.start();
        }
        return this;
    }

    /**
     * Waits until {@code /health/ready} says so: a log line says nothing. Payara runs on after a failed deployment; that is
     * noticed and ends the wait.
     */
    public SandboxServer awaitReady() {
        RunningProcess starting = process();
        var said = new AtomicReference<>("nothing");
        try {
            starting.await("GET /health/ready answers 200", readyBound, () -> {
                Readiness.Answer now = readiness().ask();
                said.set(now.said());
                if (now.state() == Readiness.State.FAILED) {
                    throw starting.failure(now.reason());
                }
                return now.state() == Readiness.State.READY;
            });
        } catch (ProcessFailure e) {
            // What the parts say of themselves is the cause as a rule; it is not in the log.
            ProcessFailure told = starting.failure("it is not ready; it said last: " + said);
            told.initCause(e);
            throw told;
        }
        return this;
    }

    /** Whether it runs and is ready now. */
    public boolean ready() {
        return readiness != null && readiness.ask().state() == Readiness.State.READY;
    }

    /** What it says of itself now. */
    public Readiness.Answer answer() {
        return readiness().ask();
    }

    private Readiness readiness() {
        Readiness known = readiness;
        if (known == null) {
            throw new IllegalStateException("the server was never started");
        }
        return known;
    }

    /** Stops it as a service manager does. */
    public void stop() {
        process().close();
    }

    /** Ends it as a power cut does. */
    public void kill() {
        process().kill();
    }

    /** Stops and starts it, and returns when it is ready again. */
    public SandboxServer restart() {
        stop();
        return start();
    }

    /**
     * The process of the last start.
     *
     * @throws IllegalStateException when it was never started
     */
    public RunningProcess process() {
        RunningProcess last = process;
        if (last == null) {
            throw new IllegalStateException("the server was never started");
        }
        return last;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it when it runs, and gives its port back. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        port.close();
    }
}

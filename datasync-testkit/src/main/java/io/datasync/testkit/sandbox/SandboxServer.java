package io.datasync.testkit.sandbox;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.LoopbackPort;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server node. Its home, its port and its database stay the same over every stop, kill and start.
 *
 * <p>Not thread-safe; every call blocks, within a bound. A node that does not do what was asked in time is a {@link
 * io.datasync.testkit.process.ProcessFailure} with the end of its log.
 */
public final class SandboxServer implements AutoCloseable {
    private static final Duration ASK_BOUND = Duration.ofSeconds(5);

    private final Path program;
    private final Path home;
    private final Path log;
    private final Duration readyBound;
    private final Map<String, String> environment;
    private final LoopbackPort port = LoopbackPort.reserve();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ASK_BOUND)
            .build();
    private @Nullable RunningProcess process;

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
            environment.forEach(launch::environment);
            process = launch.start();
        }
        return this;
    }

    /** Waits until {@code /health/ready} says so: a log line says nothing, and a failed deployment leaves it running. */
    public SandboxServer awaitReady() {
        process().await("GET /health/ready answers 200", readyBound, this::ready);
        return this;
    }

    /** Whether it runs and is ready now. */
    public boolean ready() {
        var request = HttpRequest.newBuilder(uri().resolve("/health/ready"))
                .timeout(ASK_BOUND)
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
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

    /** Stops it when it runs, and gives its port back. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        port.close();
    }
}

package io.datasync.agent.daemon;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.config.AgentSettings.LogLevel;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.StopSignal;
import io.datasync.agent.work.Workplace;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A daemon in a thread of the test, with short intervals. */
final class Service implements AutoCloseable {
    private static final Duration SHORT = Duration.ofMillis(100);

    private final AgentHome home;
    private final StopSignal stop = new StopSignal();
    private final Workplace workplace;
    private final LiveStatus status;
    private final Thread thread;

    Service(Path folder, URI server, RunnerId runner, Path root) throws SyncException {
        home = AgentHome.of(folder);
        home.make();
        AgentSettings settings = new AgentSettings(
                Optional.of(server),
                Optional.of(runner),
                List.of(root),
                2,
                Optional.of(Duration.ZERO),
                Optional.of(SHORT),
                Optional.of(SHORT),
                LogLevel.DEBUG,
                1 << 20,
                Duration.ofSeconds(5));
        Clock clock = Clock.systemUTC();
        AgentLog.begin(home, settings, false, clock);
        workplace = Workplace.open(home, settings, "1.0", clock, stop);
        status = new LiveStatus(home, clock);
        Daemon daemon = new Daemon(workplace, status, clock, stop, "1.0");
        thread = new Thread(() -> run(daemon), "daemon");
        thread.start();
    }

    private static void run(Daemon daemon) {
        try {
            daemon.run();
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
    }

    Workplace workplace() {
        return workplace;
    }

    LiveStatus status() {
        return status;
    }

    /** All lines of the log. */
    String log() {
        try (Stream<Path> files = Files.list(home.logs())) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the daemon ends within the time that a service manager gives. */
    boolean ends() throws InterruptedException {
        stop.give();
        thread.join(10_000);
        return !thread.isAlive();
    }

    @Override
    public void close() {
        stop.give();
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workplace.close();
        AgentLog.end();
    }
}

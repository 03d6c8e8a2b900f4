package io.datasync.testkit.sandbox;

import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A real server and any number of real agents on this computer, each agent with a network of its own to the server.
 *
 * <p>Everything is below one folder and listens on free ports of 127.0.0.1. What was started ends with {@link #close},
 * or with this JVM. Thread-safe, so that suites may share one; calls block. Who stops the server does so for all of them.
 */
public final class Sandbox implements AutoCloseable {
    private static final String ADMINISTRATOR = "admin";
    private static final Duration ENROL_BOUND = Duration.ofSeconds(60);

    private final Path folder;
    private final Installation installation;
    private final SandboxServer server;
    private final @Nullable FaultProxy databaseNetwork;
    private final Deque<Runnable> parts = new ConcurrentLinkedDeque<>();
    private @Nullable AdminClient admin;

    private Sandbox(
            Path folder,
            Installation installation,
            SandboxServer server,
            @Nullable FaultProxy databaseNetwork,
            Deque<Runnable> parts) {
        this.folder = folder;
        this.installation = installation;
        this.server = server;
        this.databaseNetwork = databaseNetwork;
        this.parts.addAll(parts);
    }

    /** A sandbox to be, below a folder that is made when it is missing. */
    public static Builder in(Path folder) {
        return new Builder(folder.toAbsolutePath());
    }

    /** How a sandbox is to be; without anything said: H2 in a file, ready within 3 minutes. */
    public static final class Builder {
        private final Path folder;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private Function<Path, Optional<SandboxDatabase>> database = anywhere -> Optional.empty();
        private boolean databaseProxied;
        private boolean movableClock;
        private @Nullable Installation installation;
        private Duration readyBound = Duration.ofMinutes(3);

        private Builder(Path folder) {
            this.folder = folder;
        }

        /** Another database than H2 in the server's home, started below the sandbox's folder and closed with it. */
        public Builder database(Function<Path, SandboxDatabase> start) {
            this.database = start.andThen(Optional::of);
            return this;
        }

        /** Puts a proxy between server and database (D-37); the database must be one that listens. */
        public Builder databaseProxied() {
            this.databaseProxied = true;
            return this;
        }

        /** Another server and agent than those of this build. */
        public Builder installation(Installation other) {
            this.installation = other;
            return this;
        }

        /** Sets a variable of the server's environment. */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /** The options of the server's Java machine, such as {@code -Xmx256m}, in place of those of a sandbox. */
        public Builder javaOptions(String options) {
            return environment("DATASYNC_JAVA_OPTS", options);
        }

        /** Lets {@link SandboxServer#moveClock} move the server's clock. */
        public Builder movableClock() {
            this.movableClock = true;
            return this;
        }

        /** How long a start of the server may take. */
        public Builder readyWithin(Duration bound) {
            this.readyBound = bound;
            return this;
        }

        /** Makes everything and starts the server; it is ready when this returns. */
        public Sandbox start() {
            Sandbox sandbox = prepare();
            try {
                sandbox.server.start();
            } catch (RuntimeException e) {
                sandbox.close();
                throw e;
            }
            return sandbox;
        }

        /** Makes everything, and leaves the server to be started. */
        public Sandbox prepare() {
            Installation programs = installation == null ? Installation.find() : installation;
            Path node = programs.node();
            Path home = folder(folder.resolve("server"));
            var parts = new ArrayDeque<Runnable>();
            FaultProxy network = null;
            Optional<SandboxDatabase> started = database.apply(folder);
            if (started.isPresent()) {
                SandboxDatabase running = started.get();
                parts.addFirst(running::close);
                InetSocketAddress address = running.address()
                        .orElseThrow(() -> new IllegalArgumentException("a database that does not listen"));
                if (databaseProxied) {
                    network = FaultProxy.before(address);
                    parts.addFirst(network::close);
                    address = network.address();
                }
                environment.put("DATASYNC_DB_URL", running.url(address));
                environment.put("DATASYNC_DB_USER", running.user());
                environment.put("DATASYNC_DB_PASSWORD", running.password());
            } else if (databaseProxied) {
                throw new IllegalArgumentException("H2 is inside the server: there is no network to it");
            }
            var server = new SandboxServer(node, home, folder.resolve("server.log"), readyBound, environment);
            if (movableClock) {
                server.movableClock();
            }
            parts.addFirst(server::close);
            return new Sandbox(folder, programs, server, network, parts);
        }
    }

    /** The server. */
    public SandboxServer server() {
        return server;
    }

    /**
     * The network between server and database.
     *
     * @throws IllegalStateException when the sandbox was made without it
     */
    public FaultProxy databaseNetwork() {
        if (databaseNetwork == null) {
            throw new IllegalStateException("made without databaseProxied()");
        }
        return databaseNetwork;
    }

    /** The server's interface for people, logged in as its first administrator; the same client each time. */
    public synchronized AdminClient admin() {
        AdminClient known = admin;
        if (known == null) {
            try {
                known = new AdminClient(server.uri()).login(ADMINISTRATOR, AdminClient.firstPassword(server.home()));
            } catch (IOException e) {
                throw new UncheckedIOException("the first administrator's password is not to be had", e);
            }
            admin = known;
        }
        return known;
    }

    /** An agent with a home and a network of its own, unknown to the server so far. */
    public SandboxAgent agent(String name) {
        Path home = folder(folder.resolve("agents").resolve(name));
        FaultProxy network = FaultProxy.before(server.address());
        var agent = new SandboxAgent(
                name, installation.agent(), home, folder.resolve("agents").resolve(name + ".log"), network);
        parts.addFirst(agent::close);
        return agent;
    }

    /** Enrols an agent, approves it as a person would, and returns when the agent knows of it (AGT-1). */
    public SandboxAgent enrol(SandboxAgent agent) {
        try (RunningProcess enrolling =
                agent.begin("enroll", "--server", agent.network().uri().toString(), "--wait")) {
            enrolling.await("it waits for approval", ENROL_BOUND, () -> admin().runners("pending").stream()
                    .anyMatch(runner -> runner.get("runnerId").text().equals(agent.name())));
            admin().approve(agent.name());
            int exitCode = enrolling.awaitExit(ENROL_BOUND);
            if (exitCode != 0) {
                throw new IllegalStateException(
                        agent.name() + " did not enrol: " + exitCode + " " + enrolling.lastLines(20));
            }
        }
        return agent;
    }

    /**
     * Makes a plain job of an agent that is enrolled, looked at every 2 s, for files that hold still for 1 s, and allows the
     * agent to read its source. Its archive is a folder of its own in this sandbox.
     *
     * @param id no other job of the server may have it
     */
    public SandboxJob job(SandboxAgent agent, String id, Path source) {
        Path archive = folder(folder.resolve("archive").resolve(agent.name())).resolve(id);
        String url = archive.toUri().toString();
        admin().createJob(Json.object(
                "runnerId",
                agent.name(),
                "jobId",
                id,
                "kind",
                "geometry",
                "zone",
                "UTC",
                "root",
                source.toAbsolutePath().toString(),
                "archiveUrl",
                url,
                "include",
                List.of(),
                "exclude",
                List.of(),
                "intervalSeconds",
                2,
                "quietPeriodSeconds",
                1,
                "enabled",
                true));
        agent.root(source);
        return new SandboxJob(id, source, archive);
    }

    /** The folder of everything. */
    public Path folder() {
        return folder;
    }

    /** Ends everything, the last made first; the files stay. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (Runnable part = parts.pollFirst(); part != null; part = parts.pollFirst()) {
            try {
                part.run();
            } catch (RuntimeException e) {
                // The others must end too; it is thrown afterwards.
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

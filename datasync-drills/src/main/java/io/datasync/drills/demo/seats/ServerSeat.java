package io.datasync.drills.demo.seats;

import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.ending.Ending;
import io.datasync.drills.demo.home.DemoHome;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.ProcessFailure;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Installation;
import io.datasync.testkit.sandbox.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The demo's server: one node on 127.0.0.1 with H2 in a file, whatever the environment says of other servers. */
public final class ServerSeat {
    private static final Duration READY_BOUND = Duration.ofMinutes(3);
    private static final int PORTS_TRIED = 100;

    /** Measured on two cores: ready with half the work of the default, which pays off only after hours. */
    private static final String JAVA_OPTIONS = "-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private final DemoHome home;
    private final int port;
    private final String ciSecret;
    private @Nullable RunningProcess process;
    private @Nullable Readiness readiness;

    /**
     * A server to be.
     *
     * @param ciSecret what opens the details of its health (SEC-7); known to this process and the server alone
     */
    public ServerSeat(DemoHome home, int port, String ciSecret) {
        this.home = home;
        this.port = port;
        this.ciSecret = ciSecret;
    }

    /**
     * Refuses a port that another program has, with one that is free: Payara would hang on it.
     *
     * @throws DemoFailure {@code PORT_IN_USE}
     */
    public static void checkPort(int port) throws DemoFailure {
        if (free(port)) {
            return;
        }
        for (int other = port + 1; other <= Math.min(65_535, port + PORTS_TRIED); other++) {
            if (free(other)) {
                throw DemoFailure.of(
                        Ending.PORT_IN_USE,
                        "Port " + port + " is in use by another program. Try --port " + other + ".");
            }
        }
        throw DemoFailure.of(Ending.PORT_IN_USE, "Port " + port + " is in use by another program. Try another --port.");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it is. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts it; returns at once. */
    public void launch(Installation installation) throws IOException {
        Path log = home.logs().begin("server");
        readiness = new Readiness(uri(), ciSecret, log, 0);
        process = new Launch("server", List.of(installation.node().toString()), log)
                .directory(home.folder())
                .withoutInherited("DATASYNC_")
                .environment("DATASYNC_HOME", home.server().toString())
                .environment("DATASYNC_PORT", Integer.toString(port))
                .environment("DATASYNC_ADDRESS", "127.0.0.1")
                .environment("DATASYNC_JAVA_OPTS", JAVA_OPTIONS)
                .environment("DATASYNC_CI_UPLOAD_SECRET", ciSecret)
                .start();
    }

    /**
     * Waits until it says that it is ready; a line in a log would prove nothing.
     *
     * @param waiting is told from time to time how long it takes
     * @throws DemoFailure {@code NOT_READY} with the cause, as far as the server knows one, and as soon as it is clear
     */
    public void awaitReady(Consumer<Duration> waiting) throws DemoFailure {
        RunningProcess starting = process();
        var start = new ServerStart(required(readiness));
        long begin = System.nanoTime();
        try {
            starting.await("GET /health/ready answers 200", READY_BOUND, () -> {
                waiting.accept(Duration.ofNanos(System.nanoTime() - begin));
                return start.over(System.nanoTime());
            });
        } catch (ProcessFailure e) {
            String shown = starting.alive()
                    ? "did not become ready in " + READY_BOUND.toSeconds() + " s: " + start.reason()
                    : "ended by itself with exit code " + starting.exitCode().orElse(-1);
            throw notReady(shown);
        }
        if (start.failed()) {
            throw notReady("cannot start: " + start.reason());
        }
    }

    private DemoFailure notReady(String what) {
        String end = what.endsWith(".") ? " Log: " : ". Log: ";
        return DemoFailure.of(
                Ending.NOT_READY, "The server " + what + end + process().log());
    }

    /** The running server. */
    public RunningProcess process() {
        return required(process);
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the server was never started");
        }
        return part;
    }

    /** Stops it when it runs; false when it had to be killed. */
    public boolean stop() {
        return process == null || process.stop(RunningProcess.STOP_BOUND);
    }
}

package io.datasync.drills.demo;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.ProcessFailure;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.Installation;
import io.datasync.testkit.sandbox.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The demo's server: one node on 127.0.0.1 with H2 in a file, whatever the environment says of other servers. */
final class ServerSeat {
    private static final Duration READY_BOUND = Duration.ofMinutes(3);
    private static final Duration ASK_BOUND = Duration.ofSeconds(5);
    private static final int PORTS_TRIED = 100;

    /** Measured on two cores: ready with half the work of the default, which pays off only after hours. */
    private static final String JAVA_OPTIONS = "-Xmx384m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private final DemoHome home;
    private final int port;
    private final String ciSecret;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ASK_BOUND)
            .build();
    private @Nullable RunningProcess process;

    /**
     * A server to be.
     *
     * @param ciSecret what opens the details of its health (SEC-7); known to this process and the server alone
     */
    ServerSeat(DemoHome home, int port, String ciSecret) {
        this.home = home;
        this.port = port;
        this.ciSecret = ciSecret;
    }

    /**
     * Refuses a port that another program has, with one that is free: Payara would hang on it.
     *
     * @throws DemoFailure {@code PORT_IN_USE}
     */
    static void checkPort(int port) throws DemoFailure {
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
    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Starts it and waits until it says that it is ready; a line in a log would prove nothing.
     *
     * @param waiting is told from time to time how long it takes
     * @throws DemoFailure {@code NOT_READY} with the cause, as far as the server knows one
     */
    void start(Installation installation, Consumer<Duration> waiting) throws DemoFailure {
        Path log = home.log("server");
        RunningProcess started = new Launch(
                        "server", List.of(installation.node().toString()), log)
                .directory(home.folder())
                .withoutInherited("DATASYNC_")
                .environment("DATASYNC_HOME", home.server().toString())
                .environment("DATASYNC_PORT", Integer.toString(port))
                .environment("DATASYNC_ADDRESS", "127.0.0.1")
                .environment("DATASYNC_JAVA_OPTS", JAVA_OPTIONS)
                .environment("DATASYNC_CI_UPLOAD_SECRET", ciSecret)
                .start();
        process = started;
        long begin = System.nanoTime();
        try {
            started.await("GET /health/ready answers 200", READY_BOUND, () -> {
                waiting.accept(Duration.ofNanos(System.nanoTime() - begin));
                return ready();
            });
        } catch (ProcessFailure e) {
            String shown = started.alive()
                    ? "did not become ready in " + READY_BOUND.toSeconds() + " s: " + cause()
                    : "ended by itself with exit code " + started.exitCode().orElse(-1);
            throw DemoFailure.of(Ending.NOT_READY, "The server " + shown + ". Log: " + log);
        }
    }

    /** The running server. */
    RunningProcess process() {
        RunningProcess running = process;
        if (running == null) {
            throw new IllegalStateException("the server was never started");
        }
        return running;
    }

    /** Stops it when it runs; false when it had to be killed. */
    boolean stop() {
        return process == null || process.stop(RunningProcess.STOP_BOUND);
    }

    private boolean ready() {
        return ask().map(answer -> answer.statusCode() == 200).orElse(false);
    }

    /** What the parts that are down say of themselves. */
    private String cause() {
        return ask().map(answer -> reasons(answer.body())).orElse("it does not answer on port " + port);
    }

    static String reasons(String body) {
        List<String> reasons = new ArrayList<>();
        try {
            Json health = Json.parse(body);
            for (Json check : health.has("checks") ? health.get("checks").items() : List.<Json>of()) {
                if (!check.get("status").text().equals("UP")) {
                    reasons.add(check.get("name").text() + reason(check));
                }
            }
        } catch (IllegalStateException e) {
            // No health document: something answered that is no server of ours.
            return "it answers something else than its health";
        }
        return reasons.isEmpty() ? "no part says why" : String.join("; ", reasons);
    }

    private static String reason(Json check) {
        boolean told = check.has("data") && check.get("data").has("reason");
        return told ? ": " + check.get("data").get("reason").text() : "";
    }

    private Optional<HttpResponse<String>> ask() {
        var request = HttpRequest.newBuilder(uri().resolve("/health/ready"))
                .timeout(ASK_BOUND)
                .header("X-CI-Secret", ciSecret)
                .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}

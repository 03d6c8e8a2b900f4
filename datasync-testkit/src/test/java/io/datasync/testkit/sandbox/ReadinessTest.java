package io.datasync.testkit.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
    private static final String EARLIER = severe("of an earlier start") + "Payara Micro 6 (build 1) ready in 1 (ms)\n";
    private static final String NO_APPLICATION =
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"No Application deployed\",\"status\":\"DOWN\",\"data\":{}}]}";
    private static final String BOOTED = "[x] Payara Micro 6.2025.10 (build 42) ready in 12,318 (ms)\n";

    @TempDir
    Path folder;

    private HttpServer server;
    private String body = "";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/health/ready", exchange -> {
            try (exchange) {
                byte[] answer = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.contains("DOWN") ? 503 : 200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String severe(String message) {
        return "[2026-11-22T02:19:44.688+0000] [] [\u001b[1;91mSEVERE\u001b[0m] [] [\u001b[1;94mcore\u001b[0m]"
                + " [tid: _ThreadID=1] [timeMillis: 1] [levelValue: 1000] " + message + "\n";
    }

    private Readiness.Answer ask(String printed) throws IOException {
        Path log = folder.resolve("server.log");
        Files.writeString(log, EARLIER + printed);
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new Readiness(uri, "secret", log, EARLIER.length()).ask();
    }

    @Test
    @DisplayName("API-1 a failed deployment is one when the start is over, with the reason that the log has")
    void aFailedDeploymentIsNotWaitedFor() throws IOException {
        body = NO_APPLICATION;
        assertThat(ask("").state()).isEqualTo(Readiness.State.NOT_YET);
        assertThat(ask(BOOTED)).satisfies(answer -> {
            assertThat(answer.state()).isEqualTo(Readiness.State.FAILED);
            assertThat(answer.reason()).isEqualTo("its application could not be deployed");
            assertThat(answer.said()).isEqualTo("503 " + NO_APPLICATION);
        });
        assertThat(ask(severe("Exception while loading the app : null -- null") + BOOTED)
                        .reason())
                .endsWith("deployed: Exception while loading the app : null -- null");
        assertThat(ask(severe("[[") + "  java.io.IOException: invalid zip file\n" + BOOTED)
                        .reason())
                .endsWith("deployed: java.io.IOException: invalid zip file");
        assertThat(ask(severe("outer") + "Caused by: A: b\n\tat x\nCaused by: C: d\n" + severe("later") + BOOTED)
                        .reason())
                .endsWith("deployed: C: d");
    }

    @Test
    @DisplayName("API-1 the parts that are down are named with their reasons; wrong settings stay wrong")
    void theCauseIsNamed() throws IOException {
        body = "{\"status\":\"DOWN\",\"checks\":["
                + "{\"name\":\"database\",\"status\":\"DOWN\",\"data\":{\"reason\":\"file locked\"}},"
                + "{\"name\":\"schema\",\"status\":\"DOWN\",\"data\":{}},{\"name\":\"home\",\"status\":\"UP\"}]}";
        assertThat(ask(BOOTED)).satisfies(answer -> {
            assertThat(answer.state()).isEqualTo(Readiness.State.NOT_YET);
            assertThat(answer.reason()).isEqualTo("database: file locked; schema");
        });
        body = body.replace("\"schema\"", "\"configuration\"");
        assertThat(ask(BOOTED).state()).isEqualTo(Readiness.State.FAILED);
        body = "{\"status\":\"DOWN\"}";
        assertThat(ask(BOOTED).reason()).isEqualTo("no part says why");
        body = "{\"status\":\"UP\"}";
        assertThat(ask("").state()).isEqualTo(Readiness.State.READY);
    }

    @Test
    @DisplayName("API-8 a page that is no health, from Payara or a program that has the port, ends the wait at once")
    void aPageIsNotWaitedFor() throws IOException {
        for (String page : new String[] {"<html>DOWN", "<html>whatever the status"}) {
            body = page;
            assertThat(ask("")).satisfies(answer -> {
                assertThat(answer.state()).isEqualTo(Readiness.State.FAILED);
                assertThat(answer.reason()).isEqualTo("it answers something else than its health");
            });
        }
        assertThat(ask(severe("java.io.IOException: invalid zip file") + BOOTED).reason())
                .endsWith("than its health: java.io.IOException: invalid zip file");
    }

    @Test
    @DisplayName("PLAT-4 that nobody answers when the start is over is told from a start that goes on")
    void nobodyAnswers() throws IOException {
        server.stop(0);
        assertThat(ask("").reason())
                .startsWith("it does not answer at http://127.0.0.1:")
                .doesNotContain("port");
        assertThat(ask(BOOTED)).satisfies(answer -> {
            assertThat(answer.state()).isEqualTo(Readiness.State.NOT_YET);
            assertThat(answer.reason()).endsWith("its start is over: another program may have its port");
        });
    }
}

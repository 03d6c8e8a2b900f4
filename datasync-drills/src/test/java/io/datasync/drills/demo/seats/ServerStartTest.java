package io.datasync.drills.demo.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.datasync.testkit.sandbox.Readiness;
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

class ServerStartTest {
    private static final String BOOTED = "Payara Micro 6.2025.10 (build 42) ready in 10,078 (ms)\n";
    private static final String WAITS =
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"schema\",\"status\":\"DOWN\",\"data\":{\"reason\":\"locked\"}}]}";

    @TempDir
    private Path folder = Path.of("");

    private HttpServer server = server();
    private String body = WAITS;
    private int status = 503;

    @BeforeEach
    void serve() {
        server.createContext("/health/ready", exchange -> {
            try (exchange) {
                byte[] answer = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ServerStart start() {
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ServerStart(new Readiness(uri, "0123456789abcdef", folder.resolve("server.log"), 0));
    }

    @Test
    @DisplayName("PLAT-4 what is not ready when the start is over gets a grace, and no more")
    void theGraceEnds() throws IOException {
        long grace = ServerStart.GRACE.toNanos();
        ServerStart start = start();
        assertThat(start.over(0)).isFalse();
        assertThat(start.over(10 * grace)).as("it still starts").isFalse();
        Files.writeString(folder.resolve("server.log"), BOOTED);
        assertThat(start.over(10 * grace + 1)).isFalse();
        assertThat(start.over(11 * grace + 1)).isFalse();
        assertThat(start.failed()).isFalse();
        assertThat(start.over(11 * grace + 2)).isTrue();
        assertThat(start.failed()).isTrue();
        assertThat(start.reason()).isEqualTo("schema: locked");
    }

    @Test
    @DisplayName("PLAT-4 ready ends the wait well, wrong settings end it at once")
    void theWaitEnds() {
        status = 200;
        body = "{\"status\":\"UP\",\"checks\":[]}";
        ServerStart start = start();
        assertThat(start.over(0)).isTrue();
        assertThat(start.failed()).isFalse();

        status = 503;
        body = WAITS.replace("schema", "configuration").replace("locked", "there is no setting datasync.x");
        assertThat(start.over(0)).isTrue();
        assertThat(start.failed()).isTrue();
        assertThat(start.reason()).isEqualTo("configuration: there is no setting datasync.x");
    }
}

package io.datasync.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@EnabledIfSystemProperty(named = "payara.server", matches = ".+", disabledReason = "only in the profile slow")
@DisplayName("PLAT-1 the EAR deploys on a real Payara Server and answers as the WAR does on Micro")
class EarOnPayaraServerIT {
    @TempDir
    private static Path work;

    private static @Nullable PayaraServer server;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void deploy() throws IOException {
        Path home = Files.createDirectory(work.resolve("home"));
        Path installation = Path.of(System.getProperty("payara.server"));
        long started = System.nanoTime();
        PayaraServer running = PayaraServer.start(
                installation,
                work,
                Map.of(
                        "DATASYNC_HOME",
                        home.toString(),
                        "DATASYNC_DB_URL",
                        "jdbc:h2:file:" + home.resolve("db") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                        "DATASYNC_CI_UPLOAD_SECRET",
                        "the-secret-of-the-pipeline"));
        server = running;
        long up = System.nanoTime();
        running.deploy(Path.of(System.getProperty("ear")));
        System.out.printf(
                "Payara Server: up after %d ms, EAR deployed after %d ms more, %d KiB resident%n",
                Duration.ofNanos(up - started).toMillis(),
                Duration.ofNanos(System.nanoTime() - up).toMillis(),
                running.residentKibibytes());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void itIsReady() throws IOException, InterruptedException {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/api/health").body()).startsWith("{\"status\":\"healthy\",\"database\":\"connected\"");
    }

    @Test
    void theFirstAdministratorLogsIn() throws IOException, InterruptedException {
        String password =
                Files.readString(work.resolve("home/initial-admin-password")).strip();
        var login = request("/api/admin/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"admin\",\"password\":\"" + password + "\"}"))
                .build();
        HttpResponse<String> answer = http.send(login, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String token = answer.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");
        var list = request("/api/admin/users")
                .header("Authorization", "Bearer " + token)
                .build();
        assertThat(http.send(list, BodyHandlers.ofString()).body()).contains("\"admin\"");
    }

    @Test
    void rolesAndProblemsAreTheSame() throws IOException, InterruptedException {
        assertThat(get("/").body()).contains("DataSync");
        assertThat(get("/api/admin/users").statusCode()).isEqualTo(401);
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        HttpResponse<String> nothing = get("/nothing");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.body()).contains("\"code\":\"not_found\"").doesNotContain("Payara");
        assertThat(nothing.headers().firstValue("X-Correlation-Id")).isPresent();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        int port = java.util.Objects.requireNonNull(server).httpPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }
}

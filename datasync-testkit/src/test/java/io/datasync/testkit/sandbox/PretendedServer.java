package io.datasync.testkit.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Map;

/**
 * A program that looks like a server node to the sandbox: it takes the same environment, keeps its runners in a file of
 * its home, and is ready only at the third time of asking.
 */
final class PretendedServer {
    private final Path home;
    private final String databaseUrl;
    private int asked;
    private int askedHealth;
    private String job = "";

    private PretendedServer(Path home, String databaseUrl) {
        this.home = home;
        this.databaseUrl = databaseUrl;
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = System.getenv();
        var server = new PretendedServer(
                Path.of(environment.get("DATASYNC_HOME")), environment.getOrDefault("DATASYNC_DB_URL", "h2"));
        if (environment.containsKey("PRETEND_TO_FAIL")) {
            System.out.println("cannot open the database");
            System.exit(1);
        }
        server.listen(Integer.parseInt(environment.get("DATASYNC_PORT")));
    }

    private void listen(int port) throws IOException {
        Path password = home.resolve("initial-admin-password");
        if (!Files.exists(home.resolve("runners"))) {
            Files.createFile(home.resolve("runners"));
            Files.writeString(password, "first\n");
        }
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        server.createContext("/health/ready", exchange -> {
            boolean deployed = !System.getenv().containsKey("PRETEND_NOT_TO_DEPLOY") && ++asked > 2;
            answer(exchange, deployed ? 200 : 503, deployed ? "{}" : "{\"name\":\"No Application deployed\"}");
        });
        server.createContext("/api/health", exchange -> {
            // As the real one, it takes a while to notice.
            String file = System.getenv("DATASYNC_TEST_CLOCK_FILE");
            boolean moved = file != null && Files.exists(Path.of(file)) && ++askedHealth > 2;
            Json health = Json.object("testClock", moved ? Files.readString(Path.of(file)) : "PT0S");
            answer(exchange, 200, file == null ? "{}" : health.toString());
        });
        server.createContext("/api/admin/login", exchange -> {
            Json login = Json.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            boolean right = login.get("password").text().equals("first") && Files.deleteIfExists(password);
            answer(exchange, right ? 200 : 401, right ? "{\"token\":\"t\"}" : "{\"code\":\"LOGIN_FAILED\"}");
        });
        server.createContext("/api/admin/runners", this::runners);
        server.createContext(
                "/api/admin/database",
                exchange ->
                        answer(exchange, 200, Json.object("url", databaseUrl).toString()));
        server.createContext("/api/admin/jobs", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                job = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            }
            answer(exchange, 200, job);
        });
        server.createContext("/api/agent/register", exchange -> {
            String name = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Files.writeString(home.resolve("runners"), "pending " + name + "\n", StandardOpenOption.APPEND);
            answer(exchange, 202, "{}");
        });
        server.createContext("/api/agent/enrolment", exchange -> {
            String name = exchange.getRequestURI().getQuery();
            answer(
                    exchange,
                    200,
                    Json.object("active", read().contains("active " + name)).toString());
        });
        server.start();
        if (System.getenv().containsKey("PRETEND_NOT_TO_DEPLOY")) {
            System.out.println("Exception while loading the app : what the developer wants to read");
            System.out.println("Payara Micro 6.2025.10 (build 42) ready in 36,519 (ms)");
        }
    }

    private void runners(HttpExchange exchange) throws IOException {
        if (!"Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"code\":\"UNAUTHENTICATED\"}");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/approve")) {
            String name = Path.of(path).getName(3).toString();
            Files.writeString(home.resolve("runners"), read().replace("pending " + name, "active " + name));
            answer(exchange, 204, "");
            return;
        }
        var found = new ArrayList<String>();
        for (String line : read().lines().toList()) {
            if (line.startsWith(exchange.getRequestURI().getQuery().substring("state=".length()))) {
                found.add(Json.object("runnerId", line.split(" ", 2)[1]).toString());
            }
        }
        answer(exchange, 200, found.toString());
    }

    private String read() throws IOException {
        return Files.readString(home.resolve("runners"));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}

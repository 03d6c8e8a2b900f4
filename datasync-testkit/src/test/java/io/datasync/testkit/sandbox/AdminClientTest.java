package io.datasync.testkit.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminClientTest {
    private final List<String> asked = new ArrayList<>();
    private final Set<String> refusedTokens = new HashSet<>();
    private HttpServer server;
    private AdminClient admin;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                String credential = exchange.getRequestHeaders().getFirst("Authorization");
                boolean refused = !exchange.getRequestURI().getPath().endsWith("/login")
                        && credential != null
                        && refusedTokens.contains(credential);
                exchange.sendResponseHeaders(refused ? 401 : status, answer.isEmpty() ? -1 : answer.length());
                exchange.getResponseBody().write(answer.getBytes(UTF_8));
            }
        });
        server.start();
        admin = new AdminClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void afterALoginRequestsCarryTheToken() {
        answer = "{\"token\":\"secret\"}";
        admin.login("admin", "pass");
        answer = "{\"name\":\"eve\",\"password\":\"p\"}";
        assertThat(admin.createUser("eve", "viewer")).isEqualTo("p");
        assertThat(admin.newPassword("eve")).isEqualTo("p");
        answer = "[{\"runnerId\":\"pc-1\"}]";
        assertThat(admin.runners("pending").get(0).get("runnerId").text()).isEqualTo("pc-1");
        assertThat(admin.runs()).hasSize(1);
        answer = "";
        admin.approve("pc-1");
        assertThat(admin.createJob(Json.object("jobId", "j")).isNull()).isTrue();
        assertThat(asked)
                .containsExactly(
                        "POST /api/admin/login null {\"user\":\"admin\",\"password\":\"pass\"}",
                        "POST /api/admin/users Bearer secret {\"name\":\"eve\",\"role\":\"viewer\"}",
                        "POST /api/admin/users/eve/new-password Bearer secret {}",
                        "GET /api/admin/runners?state=pending Bearer secret ",
                        "GET /api/admin/runs Bearer secret ",
                        "POST /api/admin/runners/pc-1/approve Bearer secret {}",
                        "POST /api/admin/jobs Bearer secret {\"jobId\":\"j\"}");
    }

    @Test
    void aSessionThatEndedIsBegunAgain() {
        answer = "{\"token\":\"first\"}";
        admin.login("admin", "pass");
        asked.clear();
        refusedTokens.add("Bearer first");
        answer = "{\"token\":\"second\"}";
        admin.approve("pc-1");
        assertThat(asked)
                .containsExactly(
                        "POST /api/admin/runners/pc-1/approve Bearer first {}",
                        "POST /api/admin/login null {\"user\":\"admin\",\"password\":\"pass\"}",
                        "POST /api/admin/runners/pc-1/approve Bearer second {}");
        refusedTokens.add("Bearer second");
        answer = "{\"token\":\"second\"}";
        assertThat(catchThrowableOfType(AdminRefusal.class, () -> admin.runs()).status())
                .isEqualTo(401);
    }

    @Test
    void aRefusalHasItsStatusAndItsCode() {
        status = 401;
        answer = "{\"code\":\"LOGIN_FAILED\",\"title\":\"no\"}";
        var refusal = catchThrowableOfType(AdminRefusal.class, () -> admin.login("admin", "wrong"));
        assertThat(refusal.status()).isEqualTo(401);
        assertThat(refusal.code()).isEqualTo("LOGIN_FAILED");
        assertThat(refusal).hasMessageContaining("POST /api/admin/login").hasMessageNotContaining("wrong");
        answer = "<html>";
        assertThat(catchThrowableOfType(AdminRefusal.class, () -> admin.runs()).code())
                .isEmpty();
    }

    @Test
    void theFirstPasswordIsInTheHome(@TempDir Path home) throws IOException {
        Files.writeString(home.resolve("initial-admin-password"), "7Q4X-M2KD-9T\n");
        assertThat(AdminClient.firstPassword(home)).isEqualTo("7Q4X-M2KD-9T");
    }
}

package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.expect;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.server.it.ServerClient.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every request meets: health, headers, problems, limits, and the pages. */
interface FrontDoorHttpRules extends HttpRules {
    @Test
    @DisplayName("API-1 the short health is exact and public")
    default void shortHealth() {
        Answer answer = nobody().get("/api/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).matches("\\{\"status\":\"healthy\",\"database\":\"connected\",\"uptime\":\\d+}");
    }

    @Test
    @DisplayName("SEC-7 health tells everybody up or down, and the details to those who may know")
    default void detailsOfHealth() {
        for (String path : List.of(
                "/health",
                "/health/live",
                "/health/ready",
                "/health/started",
                "/%68ealth",
                "//health",
                "/health%2fready",
                "/health;x")) {
            assertThat(nobody().get(path).body()).as(path).isEqualTo("{\"status\":\"UP\"}");
        }
        for (ServerClient insider : List.of(admin(), nobody().pipeline())) {
            assertThat(insider.get("/health/ready").body())
                    .contains("\"database\"", "\"schema\"", "\"home\"", "\"configuration\"");
        }
        assertThat(nobody().agent("unknown").get("/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    @DisplayName("SEC-7 metrics and the description of the API are not public")
    default void metricsAreNotPublic() {
        for (String path : List.of(
                "/metrics",
                "/metrics/base",
                "/metrics/",
                "/metrics;x=1",
                "//metrics",
                "/./metrics",
                "/x/../metrics",
                "/%6detrics",
                "/metrics%2f",
                "/metrics%3b",
                "/openapi",
                "/%6fpenapi",
                "//openapi/",
                "/x.jsp")) {
            expect(nobody().get(path), 401, "unauthenticated");
        }
        assertThat(admin().get("/openapi").body()).contains("/api/agent/heartbeat");
        assertThat(nobody().pipeline().get("/metrics").body())
                .contains(
                        "datasync_fleet_heartbeats_total",
                        "datasync_fleet_waiting_heartbeats",
                        "datasync_http_errors_total");
    }

    @Test
    @DisplayName("SEC-6 every answer carries the security headers and a correlation id")
    default void headers() {
        for (String path :
                List.of("/", "/status.js", "/api/health", "/nothing", "/api/nothing", "/api/admin/users", "/metrics")) {
            Answer answer = nobody().get(path);
            assertThat(answer.header("Content-Security-Policy")).as(path).hasValueSatisfying(policy -> assertThat(
                            policy)
                    .contains("default-src 'none'", "frame-ancestors 'none'"));
            assertThat(answer.header("X-Content-Type-Options")).as(path).contains("nosniff");
            assertThat(answer.header("X-Frame-Options")).as(path).contains("DENY");
            assertThat(answer.header("Referrer-Policy")).as(path).contains("no-referrer");
            assertThat(answer.header("Cache-Control")).as(path).contains("no-store");
            assertThat(answer.header("X-Correlation-Id")).as(path).isPresent();
            assertThat(answer.header("Server").orElse("")).as(path).doesNotContainIgnoringCase("payara");
            assertThat(answer.header("X-Powered-By")).as(path).isEmpty();
        }
    }

    @Test
    @DisplayName("API-8 the caller's correlation id comes back, a strange one is replaced")
    default void correlation() {
        Answer kept = withCorrelation("run-0815");
        assertThat(kept.header("X-Correlation-Id")).contains("run-0815");
        assertThat(kept.json().get("correlationId").text()).isEqualTo("run-0815");
        Answer replaced = withCorrelation("a b<script>");
        assertThat(replaced.header("X-Correlation-Id").orElseThrow()).matches("[0-9a-f-]{36}");
        assertThat(replaced.json().get("correlationId").text())
                .isEqualTo(replaced.header("X-Correlation-Id").orElseThrow());
    }

    private Answer withCorrelation(String id) {
        return nobody().send("GET", "/api/nothing", BodyPublishers.noBody(), Map.of("X-Correlation-Id", id));
    }

    @Test
    @DisplayName("API-8 every error is a problem with a code; Payara's pages never show")
    default void problems() {
        String login = "/api/admin/login";
        expect(nobody().get("/nothing"), 404, "not_found");
        expect(nobody().get("/api/nothing"), 404, "not_found");
        expect(nobody().get("/internal/problem"), 404, "not_found");
        expect(nobody().get("/WEB-INF/web.xml"), 404, "not_found");
        expect(nobody().get("/api/application.wadl"), 404, "not_found");
        expect(nobody().get(login), 405, "method_not_allowed");
        assertThat(nobody().get(login).header("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
        expect(nobody().send("DELETE", "/", BodyPublishers.noBody(), Map.of()), 403, "forbidden");
        expect(
                nobody().send("POST", login, BodyPublishers.ofString("x"), Map.of("Content-Type", "text/plain")),
                415,
                "unsupported_media_type");
        expect(
                nobody().send("GET", "/api/health", BodyPublishers.noBody(), Map.of("Accept", "image/png")),
                406,
                "not_acceptable");
        expect(nobody().post(login, "{\"user\":"), 400, "message_malformed");
        expect(nobody().post(login, "[]"), 400, "message_malformed");
        expect(nobody().post(login, ""), 400, "message_malformed");
        expect(nobody().post(login, "null"), 400, "request_invalid");
        expect(nobody().post(login, "{}"), 400, "request_invalid");
        expect(nobody().get("/api/admin/users"), 401, "unauthenticated");
        expect(nobody().agent("unknown").get("/api/agent/enrolment"), 401, "unauthenticated");
        expect(nobody().as(Map.of("X-CI-Secret", "wrong")).get("/metrics"), 401, "unauthenticated");
        expect(nobody().as(Map.of("Authorization", "Basic YTpi")).get("/"), 401, "unauthenticated");
        expect(nobody().pipeline().get("/api/admin/users"), 403, "forbidden");
        expect(admin().get("/api/admin/runners?limit=x"), 404, "not_found");
        expect(admin().get("/api/admin/runners?limit=0"), 400, "request_invalid");
    }

    @Test
    @DisplayName("API-8 SEC-6 a method that no address takes is a problem, and TRACE shows no request to a script")
    default void unknownMethods() {
        for (String method : List.of("BREW", "PROPFIND", "TRACE")) {
            for (String path : List.of("/", "/nothing", "/api/health", "/api/nothing", "/health", "/metrics")) {
                Map<String, String> secret = Map.of("X-Secret", "do-not-show");
                Answer answer = nobody().send(method, path, BodyPublishers.noBody(), secret);
                expect(answer, 501, "method_unknown");
                assertThat(answer.body()).doesNotContain("do-not-show");
            }
        }
    }

    @Test
    @DisplayName("API-8 what the container itself refuses has no page of its own, and says nothing of what it is")
    default void refusedByTheContainer() {
        for (String first : List.of(
                "GET /%zz HTTP/1.1",
                "GET /api/%zz HTTP/1.1",
                "GET /%ff HTTP/1.1",
                "GET /%00 HTTP/1.1",
                "GET /../x HTTP/1.1",
                "GET x HTTP/1.1",
                "GET / HTTP/9.9",
                "GET / FTP/1.1",
                "GET",
                "GET / HTTP/1.1\r\nContent-Length: -1",
                "GET / HTTP/1.1\r\nExpect: nonsense",
                "GET / HTTP/1.1\r\nX: " + "x".repeat(20_000))) {
            String[] answer = RawRequest.answer(nobody().server(), first).split("\r\n\r\n", 2);
            assertThat(answer[0])
                    .as(first)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContainIgnoringCase("payara")
                    .doesNotContainIgnoringCase("grizzly")
                    .doesNotContain("text/html");
            assertThat(answer[1]).as(first).isEmpty();
        }
        // What no URI class takes still reaches the application.
        assertThat(RawRequest.answer(nobody().server(), "GET /<x> HTTP/1.1")).contains("not_found", "problem+json");
    }

    @Test
    @DisplayName("I-11 a body beyond its limit is refused, announced or not")
    default void largeBodies() {
        String large = "{\"user\":\"" + "x".repeat(2 << 20) + "\"}";
        expect(nobody().post("/api/admin/login", large), 413, "message_too_large");
        var chunked = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        expect(
                nobody().send("POST", "/api/admin/login", chunked, Map.of("Content-Type", "application/json")),
                413,
                "message_too_large");
        expect(
                nobody().post("/api/agent/register", "{\"host\":\"" + "x".repeat(20_000) + "\"}"),
                413,
                "message_too_large");
    }

    @Test
    @DisplayName("SEC-6 the status page has no script or style of its own, and says nothing before a login")
    default void statusPage() {
        String page = nobody().get("/").body();
        assertThat(page).contains("<title>DataSync", "src=\"status.js\"");
        assertThat(page).doesNotContain("<script>", "<style", "style=", "onclick", "http://", "https://", "safe");
        assertThat(nobody().get("/status.js").body()).doesNotContain("innerHTML", "eval(");
        assertThat(nobody().get("/problems.html").body()).contains("id=\"stale_token\"");
        expect(nobody().get("/api/admin/status"), 401, "unauthenticated");
    }
}

package io.datasync.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.datasync.server.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The built WAR on Payara Micro, at the root as in production: one start of the server for all of these. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ServerIT implements SyncHttpRules {
    private static final Path HOME = Path.of(System.getProperty("it.home", "."));

    /** The first administrator's session; the first login, and what was seen on the way, happen once. */
    private static @Nullable String adminToken;

    private static String modeOfPasswordFile = "";

    @ArquillianResource
    private URL deployed;

    private ServerClient nobody;
    private ServerClient admin;

    @Deployment(testable = false)
    static WebArchive war() {
        // This name makes it the application at the root.
        return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
                .importFrom(new File(System.getProperty("it.war")))
                .as(WebArchive.class);
    }

    @BeforeEach
    void connect() throws IOException {
        nobody = ServerClient.to(URI.create("http://127.0.0.1:" + deployed.getPort()));
        if (adminToken == null) {
            Path file = HOME.resolve("initial-admin-password");
            modeOfPasswordFile = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            adminToken = token("admin", Files.readString(file).strip());
        }
        admin = nobody.person(adminToken);
    }

    @Test
    @DisplayName("API-1 the short health is exact and public")
    void shortHealth() {
        Answer answer = nobody.get("/api/health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).matches("\\{\"status\":\"healthy\",\"database\":\"connected\",\"uptime\":\\d+}");
    }

    @Test
    @DisplayName("SEC-7 health tells everybody up or down, and the details to those who may know")
    void detailsOfHealth() {
        for (String path : List.of(
                "/health",
                "/health/live",
                "/health/ready",
                "/health/started",
                "/%68ealth",
                "//health",
                "/health%2fready",
                "/health;x")) {
            assertThat(nobody.get(path).body()).as(path).isEqualTo("{\"status\":\"UP\"}");
        }
        for (ServerClient insider : List.of(admin, nobody.pipeline())) {
            assertThat(insider.get("/health/ready").body())
                    .contains("\"database\"", "\"schema\"", "\"home\"", "\"configuration\"");
        }
        assertThat(nobody.agent("unknown").get("/health/ready").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    @DisplayName("SEC-7 metrics and the description of the API are not public")
    void metricsAreNotPublic() {
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
            expect(nobody.get(path), 401, "unauthenticated");
        }
        assertThat(admin.get("/openapi").body()).contains("/api/agent/heartbeat");
        assertThat(nobody.pipeline().get("/metrics").body())
                .contains(
                        "datasync_fleet_heartbeats_total",
                        "datasync_fleet_waiting_heartbeats",
                        "datasync_http_errors_total");
    }

    @Test
    @DisplayName("SEC-6 every answer carries the security headers and a correlation id")
    void headers() {
        for (String path :
                List.of("/", "/status.js", "/api/health", "/nothing", "/api/nothing", "/api/admin/users", "/metrics")) {
            Answer answer = nobody.get(path);
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
    void correlation() {
        Answer kept = withCorrelation("run-0815");
        assertThat(kept.header("X-Correlation-Id")).contains("run-0815");
        assertThat(kept.json().get("correlationId").text()).isEqualTo("run-0815");
        Answer replaced = withCorrelation("a b<script>");
        assertThat(replaced.header("X-Correlation-Id").orElseThrow()).matches("[0-9a-f-]{36}");
        assertThat(replaced.json().get("correlationId").text())
                .isEqualTo(replaced.header("X-Correlation-Id").orElseThrow());
    }

    private Answer withCorrelation(String id) {
        return nobody.send("GET", "/api/nothing", BodyPublishers.noBody(), Map.of("X-Correlation-Id", id));
    }

    @Test
    @DisplayName("API-8 every error is a problem with a code; Payara's pages never show")
    void problems() {
        String login = "/api/admin/login";
        expect(nobody.get("/nothing"), 404, "not_found");
        expect(nobody.get("/api/nothing"), 404, "not_found");
        expect(nobody.get("/internal/problem"), 404, "not_found");
        expect(nobody.get("/WEB-INF/web.xml"), 404, "not_found");
        expect(nobody.get("/api/application.wadl"), 404, "not_found");
        expect(nobody.get(login), 405, "method_not_allowed");
        assertThat(nobody.get(login).header("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("POST"));
        expect(nobody.send("DELETE", "/", BodyPublishers.noBody(), Map.of()), 403, "forbidden");
        expect(
                nobody.send("POST", login, BodyPublishers.ofString("x"), Map.of("Content-Type", "text/plain")),
                415,
                "unsupported_media_type");
        expect(
                nobody.send("GET", "/api/health", BodyPublishers.noBody(), Map.of("Accept", "image/png")),
                406,
                "not_acceptable");
        expect(nobody.post(login, "{\"user\":"), 400, "message_malformed");
        expect(nobody.post(login, "[]"), 400, "message_malformed");
        expect(nobody.post(login, ""), 400, "message_malformed");
        expect(nobody.post(login, "null"), 400, "request_invalid");
        expect(nobody.post(login, "{}"), 400, "request_invalid");
        expect(nobody.get("/api/admin/users"), 401, "unauthenticated");
        expect(nobody.agent("unknown").get("/api/agent/enrolment"), 401, "unauthenticated");
        expect(nobody.as(Map.of("X-CI-Secret", "wrong")).get("/metrics"), 401, "unauthenticated");
        expect(nobody.as(Map.of("Authorization", "Basic YTpi")).get("/"), 401, "unauthenticated");
        expect(nobody.pipeline().get("/api/admin/users"), 403, "forbidden");
        expect(admin.get("/api/admin/runners?limit=x"), 404, "not_found");
        expect(admin.get("/api/admin/runners?limit=0"), 400, "request_invalid");
    }

    @Test
    @DisplayName("I-11 a body beyond its limit is refused, announced or not")
    void largeBodies() {
        String large = "{\"user\":\"" + "x".repeat(2 << 20) + "\"}";
        expect(nobody.post("/api/admin/login", large), 413, "message_too_large");
        var chunked = BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(large.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        expect(
                nobody.send("POST", "/api/admin/login", chunked, Map.of("Content-Type", "application/json")),
                413,
                "message_too_large");
        expect(
                nobody.post("/api/agent/register", "{\"host\":\"" + "x".repeat(20_000) + "\"}"),
                413,
                "message_too_large");
    }

    private static void expect(Answer answer, int status, String code) {
        String asked =
                answer.response().request().method() + " " + answer.response().uri();
        assertThat(answer.status()).as(asked + " " + answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(asked).contains("application/problem+json");
        assertThat(answer.code()).as(asked).isEqualTo(code);
        assertThat(answer.json().get("type").text()).isEqualTo("/problems.html#" + code);
        assertThat(answer.json().get("correlationId").text())
                .isEqualTo(answer.header("X-Correlation-Id").orElseThrow());
        assertThat(answer.body()).as(asked).doesNotContainIgnoringCase("payara").doesNotContain("<html", "Exception");
    }

    @Test
    @DisplayName("SEC-2 the first administrator's password lies in a file for its owner, and goes with the first login")
    void firstPassword() {
        assertThat(modeOfPasswordFile).isEqualTo("rw-------");
        assertThat(HOME.resolve("initial-admin-password")).doesNotExist();
    }

    @Test
    @DisplayName("SEC-2 a wrong password is refused without saying what is wrong, then slowed down")
    void guessing() {
        Answer wrongPassword = login("admin", "wrong");
        Answer noUser = login("nobody-of-that-name", "wrong");
        expect(wrongPassword, 401, "unauthenticated");
        expect(noUser, 401, "unauthenticated");
        assertThat(noUser.json().get("detail")).isEqualTo(wrongPassword.json().get("detail"));
        Answer last = noUser;
        for (int i = 0; i < 5; i++) {
            last = login("nobody-of-that-name", "wrong");
        }
        expect(last, 429, "rate_limited");
        assertThat(last.header("Retry-After")).isPresent();
    }

    @Test
    @DisplayName("SEC-2 an administrator makes users; a new password ends their sessions")
    void users() {
        Json made = admin.post("/api/admin/users", Json.object("name", "vera", "role", "viewer"))
                .json();
        String first = made.get("password").text();
        ServerClient vera = nobody.person(token("vera", first));
        assertThat(vera.get("/api/admin/status").status()).isEqualTo(200);
        expect(vera.get("/api/admin/users"), 403, "forbidden");
        expect(vera.post("/api/admin/users", Json.object("name", "x", "role", "admin")), 403, "forbidden");
        expect(vera.post("/api/admin/users/admin/new-password", "{}"), 403, "forbidden");

        String second = admin.post("/api/admin/users/vera/new-password", "{}")
                .json()
                .get("password")
                .text();
        expect(vera.get("/api/admin/status"), 401, "unauthenticated");
        expect(login("vera", first), 401, "unauthenticated");
        vera = nobody.person(token("vera", second));
        assertThat(vera.post("/api/admin/logout", "").status()).isEqualTo(204);
        expect(vera.get("/api/admin/status"), 401, "unauthenticated");

        assertThat(admin.get("/api/admin/users").body()).contains("vera").doesNotContain(first, second, "PBKDF2");
        expect(admin.post("/api/admin/users", Json.object("name", "vera", "role", "viewer")), 409, "conflict");
        expect(admin.post("/api/admin/users", Json.object("name", "V V", "role", "viewer")), 400, "request_invalid");
        expect(admin.post("/api/admin/users", Json.object("name", "willi", "role", "king")), 400, "request_invalid");
        expect(admin.post("/api/admin/users/nobody/new-password", "{}"), 404, "not_found");
    }

    /** One endpoint and the roles that may call it. */
    private record Endpoint(String method, String path, Set<String> allowed) {}

    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("GET", "/api/admin/status", Set.of("viewer", "operator", "admin")),
            new Endpoint("POST", "/api/admin/logout", Set.of("viewer", "operator", "admin")),
            new Endpoint("GET", "/api/admin/users", Set.of("admin")),
            new Endpoint("POST", "/api/admin/users", Set.of("admin")),
            new Endpoint("POST", "/api/admin/users/nobody/new-password", Set.of("admin")),
            new Endpoint("GET", "/api/admin/runners", Set.of("viewer", "operator", "admin")),
            new Endpoint("POST", "/api/admin/runners/none/approve", Set.of("admin")),
            new Endpoint("POST", "/api/admin/runners/none/reject", Set.of("admin")),
            new Endpoint("POST", "/api/agent/heartbeat", Set.of("agent")),
            new Endpoint("GET", "/api/agent/enrolment", Set.of("agent", "enrolling")),
            new Endpoint("GET", "/metrics", Set.of("viewer", "operator", "admin", "ci")),
            new Endpoint("GET", "/openapi", Set.of("viewer", "operator", "admin", "ci")));

    @Test
    @DisplayName("SEC-2 each endpoint refuses each role that must not pass")
    void rolesAreRefused() {
        String viewer = newUser("role-viewer", "viewer");
        String operator = newUser("role-operator", "operator");
        TestAgent active = activeAgent("role-agent");
        TestAgent waiting = TestAgent.wanting("role-waiting", "role-waiting");
        nobody.post("/api/agent/register", waiting.registration());
        Map<String, ServerClient> callers = Map.of(
                "viewer", nobody.person(viewer),
                "operator", nobody.person(operator),
                "admin", admin,
                "ci", nobody.pipeline(),
                "agent", nobody.agent(active.key()),
                "enrolling", nobody.agent(waiting.key()));
        for (Endpoint endpoint : ENDPOINTS) {
            expect(call(nobody, endpoint), 401, "unauthenticated");
            callers.forEach((role, caller) -> {
                if (!endpoint.allowed().contains(role)) {
                    expect(call(caller, endpoint), 403, "forbidden");
                } else if (!endpoint.path().endsWith("/logout")) {
                    assertThat(call(caller, endpoint).status())
                            .as(role + " " + endpoint)
                            .isNotIn(401, 403);
                }
            });
        }
    }

    private static Answer call(ServerClient caller, Endpoint endpoint) {
        return endpoint.method().equals("GET") ? caller.get(endpoint.path()) : caller.post(endpoint.path(), "{}");
    }

    @Test
    @DisplayName("D-33 nobody passes any endpoint that the API describes, but the public ones")
    void nothingElseIsPublic() {
        Set<String> open = Set.of("GET /api/health", "POST /api/admin/login", "POST /api/agent/register");
        Set<String> described = new TreeSet<>();
        Matcher lines = Pattern.compile("(?m)^ {2}(/api/\\S+):$|^ {4}(get|put|post|delete|patch):$")
                .matcher(admin.get("/openapi").body());
        String path = "";
        while (lines.find()) {
            if (lines.group(1) != null) {
                path = lines.group(1);
            } else {
                described.add(lines.group(2).toUpperCase(java.util.Locale.ROOT) + " " + path);
            }
        }
        assertThat(described).containsAll(open).hasSizeGreaterThan(12);
        for (String endpoint : described) {
            if (!open.contains(endpoint)) {
                String[] parts = endpoint.split(" ", 2);
                Answer answer =
                        nobody.send(parts[0], parts[1].replaceAll("\\{[^}]*}", "x"), BodyPublishers.noBody(), Map.of());
                assertThat(answer.status()).as(endpoint).isEqualTo(401);
            }
        }
    }

    @Test
    @DisplayName("AGT-1 AGT-2 a PC registers, waits, is approved, and its heartbeat is seen")
    void enrolment() {
        TestAgent agent = TestAgent.on("Measure-01.lab.local", "measure-01");
        Json registered =
                nobody.post("/api/agent/register", agent.registration()).json();
        String id = registered.get("runnerId").text();
        assertThat(id).matches("measure-01-[0-9a-f]{6}");
        assertThat(registered.get("status").text()).isEqualTo("pending");
        assertThat(nobody.post("/api/agent/register", agent.registration()).json())
                .isEqualTo(registered);

        ServerClient caller = nobody.agent(agent.key());
        assertThat(caller.get("/api/agent/enrolment").json().get("status").text())
                .isEqualTo("pending");
        expect(caller.post("/api/agent/heartbeat", TestAgent.heartbeat(1, Instant.now())), 403, "forbidden");
        assertThat(admin.get("/api/admin/runners?state=pending").body()).contains("\"" + id + "\"");

        assertThat(approve(id).status()).isEqualTo(200);
        assertThat(approve(id).status()).as("a repeat").isEqualTo(200);
        assertThat(caller.get("/api/agent/enrolment").json().get("status").text())
                .isEqualTo("active");
        assertThat(nobody.post("/api/agent/register", agent.registration())
                        .json()
                        .get("status")
                        .text())
                .isEqualTo("active");

        Instant before = Instant.now();
        Json answer = caller.post("/api/agent/heartbeat", TestAgent.heartbeat(2, before))
                .json();
        assertThat(answer.get("commandsWaiting").truth()).isFalse();
        assertThat(answer.get("nextIntervalSeconds").number()).isBetween(54L, 66L);
        assertThat(Instant.parse(answer.get("serverTime").text()))
                .isBetween(before.minusSeconds(5), before.plusSeconds(30));
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            Json runner = runner(id);
            assertThat(runner.get("presence").text()).isEqualTo("online");
            assertThat(runner.get("azureFilesStatus").text()).isEqualTo("ok");
            assertThat(runner.get("agentVersion").text()).isEqualTo("1.2.3");
            assertThat(runner.get("activeJobs").items().get(0).get("job").text())
                    .isEqualTo("images");
        });
        assertThat(admin.get("/api/admin/status").body()).contains(id).doesNotContain("safe");
    }

    @Test
    @DisplayName("D-27 a second key of a known runner waits; approving it ends the first within two seconds")
    void replacement() {
        TestAgent old = activeAgent("measure-02");
        TestAgent fresh = TestAgent.wanting("measure-02", "measure-02-new");
        Json registered =
                nobody.post("/api/agent/register", fresh.registration()).json();
        assertThat(registered.get("status").text()).isEqualTo("pending");
        assertThat(registered.get("replaces").text()).isEqualTo("measure-02");
        assertThat(runner("measure-02")
                        .get("pending")
                        .items()
                        .get(0)
                        .get("replaces")
                        .truth())
                .isTrue();
        assertThat(heartbeat(old)).isEqualTo(200);
        assertThat(heartbeat(fresh)).isEqualTo(403);
        assertThat(nobody.agent(fresh.key())
                        .get("/api/agent/enrolment")
                        .json()
                        .get("status")
                        .text())
                .isEqualTo("pending");

        approve("measure-02");
        await().atMost(Duration.ofSeconds(2)).until(() -> heartbeat(old) == 401);
        assertThat(heartbeat(fresh)).isEqualTo(200);
        expect(nobody.post("/api/agent/register", old.registration()), 403, "forbidden");
    }

    @Test
    @DisplayName("D-27 a rejected key stays rejected")
    void rejection() {
        TestAgent agent = TestAgent.wanting("measure-03", "measure-03");
        nobody.post("/api/agent/register", agent.registration());
        assertThat(admin.post("/api/admin/runners/measure-03/reject", "{}").status())
                .isEqualTo(200);
        assertThat(admin.post("/api/admin/runners/measure-03/reject", "{}").status())
                .isEqualTo(200);
        expect(nobody.post("/api/agent/register", agent.registration()), 403, "forbidden");
        expect(nobody.agent(agent.key()).get("/api/agent/enrolment"), 401, "unauthenticated");
        expect(approve("measure-03"), 409, "conflict");
        assertThat(admin.get("/api/admin/runners?state=pending").body()).doesNotContain("measure-03");
    }

    @Test
    @DisplayName("D-27 when several keys wait, a person must say which")
    void severalKeys() {
        TestAgent one = TestAgent.wanting("measure-04", "measure-04-one");
        TestAgent two = TestAgent.wanting("measure-04", "measure-04-two");
        nobody.post("/api/agent/register", one.registration());
        nobody.post("/api/agent/register", two.registration());
        expect(approve("measure-04"), 409, "conflict");
        String key = two.request().keySha256().hex();
        assertThat(admin.post("/api/admin/runners/measure-04/approve", Json.object("keySha256", key))
                        .status())
                .isEqualTo(200);
        assertThat(heartbeat(two)).isEqualTo(200);
        assertThat(heartbeat(one)).isEqualTo(403);
    }

    @Test
    @DisplayName("AGT-1 a registration without a proof, or for an id that differs in capitals, is refused")
    void badRegistrations() {
        TestAgent agent = activeAgent("measure-05");
        TestAgent thief = TestAgent.wanting("measure-06", "measure-06");
        String stolen = TestAgent.text(thief.request().with(agent.request().proof()));
        expect(nobody.post("/api/agent/register", stolen), 401, "unauthenticated");
        expect(nobody.post("/api/agent/register", "{}"), 400, "message_malformed");
        expect(
                nobody.post("/api/agent/register", agent.registration().replace("MCow", "AAAA")),
                400,
                "message_malformed");
        expect(
                nobody.post(
                        "/api/agent/register",
                        TestAgent.wanting("MEASURE-05", "capitals").registration()),
                409,
                "conflict");
        var otherPair = new TestAgent(agent.key(), thief.pair(), agent.wanted(), agent.host());
        expect(nobody.post("/api/agent/register", otherPair.registration()), 409, "conflict");
        expect(approve("no-such-runner"), 404, "not_found");
        expect(approve("..%2F"), 400, "message_malformed");
    }

    @Test
    @DisplayName("RUN-3 the same registration eight times at once is one")
    void concurrentRegistration() throws Exception {
        TestAgent agent = TestAgent.wanting("measure-07", "measure-07");
        Callable<Answer> register = () -> nobody.post("/api/agent/register", agent.registration());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Answer> answer : threads.invokeAll(Collections.nCopies(8, register))) {
                assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(runner("measure-07").get("pending").items()).hasSize(1);
    }

    @Test
    @DisplayName("D-34 malformed heartbeats are refused, and a thousand good ones are taken")
    void heartbeats() {
        TestAgent agent = activeAgent("measure-08");
        ServerClient caller = nobody.agent(agent.key());
        expect(caller.post("/api/agent/heartbeat", "{}"), 400, "message_malformed");
        expect(caller.post("/api/agent/heartbeat", "{\"status\""), 400, "message_truncated");
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(caller.post("/api/agent/heartbeat", TestAgent.heartbeat(i, Instant.now()))
                    .status());
        }
        assertThat(answers).containsOnly(200);
    }

    @Test
    @DisplayName("API-7 runners come in pages by key")
    void pages() {
        for (String id : List.of("page-1", "page-2", "page-3")) {
            nobody.post("/api/agent/register", TestAgent.wanting(id, id).registration());
        }
        Answer first = admin.get("/api/admin/runners?after=page-&limit=2");
        assertThat(first.json().items()).hasSize(2);
        assertThat(first.json().items().get(1).get("runnerId").text()).isEqualTo("page-2");
        assertThat(first.header("Link"))
                .hasValueSatisfying(link -> assertThat(link).contains("after=page-2", "rel=\"next\""));
        assertThat(admin.get("/api/admin/runners?after=page-2&limit=1")
                        .json()
                        .items()
                        .get(0)
                        .get("runnerId")
                        .text())
                .isEqualTo("page-3");
    }

    @Test
    @DisplayName("SEC-6 the status page has no script or style of its own, and says nothing before a login")
    void statusPage() {
        String page = nobody.get("/").body();
        assertThat(page).contains("<title>DataSync", "src=\"status.js\"");
        assertThat(page).doesNotContain("<script>", "<style", "style=", "onclick", "http://", "https://", "safe");
        assertThat(nobody.get("/status.js").body()).doesNotContain("innerHTML", "eval(");
        assertThat(nobody.get("/problems.html").body()).contains("id=\"stale_token\"");
        expect(nobody.get("/api/admin/status"), 401, "unauthenticated");
    }

    private Answer login(String user, String password) {
        return nobody.post("/api/admin/login", Json.object("user", user, "password", password));
    }

    private String token(String user, String password) {
        Answer answer = login(user, password);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Instant.parse(answer.json().get("expiresAt").text())).isAfter(Instant.now());
        return answer.json().get("token").text();
    }

    private String newUser(String name, String role) {
        Answer made = admin.post("/api/admin/users", Json.object("name", name, "role", role));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return token(name, made.json().get("password").text());
    }

    @Override
    public ServerClient nobody() {
        return nobody;
    }

    @Override
    public ServerClient admin() {
        return admin;
    }

    @Override
    public Path home() {
        return HOME;
    }

    @Override
    public TestAgent activeAgent(String runnerId) {
        TestAgent agent = TestAgent.wanting(runnerId, runnerId);
        Answer registered = nobody.post("/api/agent/register", agent.registration());
        assertThat(registered.status()).as(registered.body()).isEqualTo(200);
        assertThat(approve(runnerId).status()).isEqualTo(200);
        return agent;
    }

    private Answer approve(String runnerId) {
        return admin.post("/api/admin/runners/" + runnerId + "/approve", "{}");
    }

    private int heartbeat(TestAgent agent) {
        return nobody.agent(agent.key())
                .post("/api/agent/heartbeat", TestAgent.heartbeat(1, Instant.now()))
                .status();
    }

    private Json runner(String id) {
        return admin.get("/api/admin/runners?limit=500").json().items().stream()
                .filter(runner -> runner.get("runnerId").text().equals(id))
                .findFirst()
                .orElseThrow();
    }
}

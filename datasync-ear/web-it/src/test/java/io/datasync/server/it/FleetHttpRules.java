package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How agents are enrolled and heard (AGT-1, D-27, D-34). */
interface FleetHttpRules extends HttpRules {
    @Test
    @DisplayName("AGT-1 AGT-2 a PC registers, waits, is approved, and its heartbeat is seen")
    default void enrolment() {
        TestAgent agent = TestAgent.on("Measure-01.lab.local", "measure-01");
        Json registered =
                nobody().post("/api/agent/register", agent.registration()).json();
        String id = registered.get("runnerId").text();
        assertThat(id).matches("measure-01-[0-9a-f]{6}");
        assertThat(registered.get("status").text()).isEqualTo("pending");
        assertThat(nobody().post("/api/agent/register", agent.registration()).json())
                .isEqualTo(registered);

        ServerClient caller = nobody().agent(agent.key());
        assertThat(caller.get("/api/agent/enrolment").json().get("status").text())
                .isEqualTo("pending");
        expect(caller.post("/api/agent/heartbeat", TestAgent.heartbeat(1, Instant.now())), 403, "forbidden");
        assertThat(admin().get("/api/admin/runners?state=pending").body()).contains("\"" + id + "\"");

        assertThat(approve(id).status()).isEqualTo(200);
        assertThat(approve(id).status()).as("a repeat").isEqualTo(200);
        assertThat(caller.get("/api/agent/enrolment").json().get("status").text())
                .isEqualTo("active");
        assertThat(nobody().post("/api/agent/register", agent.registration())
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
        assertThat(admin().get("/api/admin/status").body()).contains(id).doesNotContain("safe");
    }

    @Test
    @DisplayName("D-27 a second key of a known runner waits; approving it ends the first within two seconds")
    default void replacement() {
        TestAgent old = activeAgent("measure-02");
        TestAgent fresh = TestAgent.wanting("measure-02", "measure-02-new");
        Json registered =
                nobody().post("/api/agent/register", fresh.registration()).json();
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
        assertThat(nobody().agent(fresh.key())
                        .get("/api/agent/enrolment")
                        .json()
                        .get("status")
                        .text())
                .isEqualTo("pending");

        approve("measure-02");
        await().atMost(Duration.ofSeconds(2)).until(() -> heartbeat(old) == 401);
        assertThat(heartbeat(fresh)).isEqualTo(200);
        expect(nobody().post("/api/agent/register", old.registration()), 403, "forbidden");
    }

    @Test
    @DisplayName("D-34 D-41 each decision about a key raises the revision that the other nodes look at")
    default void decisionsRaiseTheRevision() throws SQLException {
        assumeTrue("postgresql".equals(System.getProperty("it.database")), "nobody else may look into the file of H2");
        long before = revisionOfKeys();
        activeAgent("measure-10");
        long approved = revisionOfKeys();
        assertThat(approved).isGreaterThan(before);
        nobody().post(
                        "/api/agent/register",
                        TestAgent.wanting("measure-10", "measure-10-new").registration());
        assertThat(admin().post("/api/admin/runners/measure-10/reject", "{}").status())
                .isEqualTo(200);
        assertThat(revisionOfKeys()).isGreaterThan(approved);
    }

    private static long revisionOfKeys() throws SQLException {
        try (var connection = DriverManager.getConnection(System.getProperty("it.db.url"), "postgres", "postgres");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT revision FROM revisions WHERE name = 'api_keys'")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    @Test
    @DisplayName("D-27 a rejected key stays rejected")
    default void rejection() {
        TestAgent agent = TestAgent.wanting("measure-03", "measure-03");
        nobody().post("/api/agent/register", agent.registration());
        assertThat(admin().post("/api/admin/runners/measure-03/reject", "{}").status())
                .isEqualTo(200);
        assertThat(admin().post("/api/admin/runners/measure-03/reject", "{}").status())
                .isEqualTo(200);
        expect(nobody().post("/api/agent/register", agent.registration()), 403, "forbidden");
        expect(nobody().agent(agent.key()).get("/api/agent/enrolment"), 401, "unauthenticated");
        expect(approve("measure-03"), 409, "conflict");
        assertThat(admin().get("/api/admin/runners?state=pending").body()).doesNotContain("measure-03");
    }

    @Test
    @DisplayName("D-27 when several keys wait, a person must say which")
    default void severalKeys() {
        TestAgent one = TestAgent.wanting("measure-04", "measure-04-one");
        TestAgent two = TestAgent.wanting("measure-04", "measure-04-two");
        nobody().post("/api/agent/register", one.registration());
        nobody().post("/api/agent/register", two.registration());
        expect(approve("measure-04"), 409, "conflict");
        String key = two.request().keySha256().hex();
        assertThat(admin().post("/api/admin/runners/measure-04/approve", Json.object("keySha256", key))
                        .status())
                .isEqualTo(200);
        assertThat(heartbeat(two)).isEqualTo(200);
        assertThat(heartbeat(one)).isEqualTo(403);
    }

    @Test
    @DisplayName("AGT-1 a registration without a proof, or for an id that differs in capitals, is refused")
    default void badRegistrations() {
        TestAgent agent = activeAgent("measure-05");
        TestAgent thief = TestAgent.wanting("measure-06", "measure-06");
        String stolen = TestAgent.text(thief.request().with(agent.request().proof()));
        expect(nobody().post("/api/agent/register", stolen), 401, "unauthenticated");
        expect(nobody().post("/api/agent/register", "{}"), 400, "message_malformed");
        expect(
                nobody().post("/api/agent/register", agent.registration().replace("MCow", "AAAA")),
                400,
                "message_malformed");
        expect(
                nobody().post(
                                "/api/agent/register",
                                TestAgent.wanting("MEASURE-05", "capitals").registration()),
                409,
                "conflict");
        var otherPair = new TestAgent(agent.key(), thief.pair(), agent.wanted(), agent.host());
        expect(nobody().post("/api/agent/register", otherPair.registration()), 409, "conflict");
        expect(approve("no-such-runner"), 404, "not_found");
        expect(approve("..%2F"), 400, "message_malformed");
    }

    @Test
    @DisplayName("RUN-3 the same registration eight times at once is one")
    default void concurrentRegistration() throws Exception {
        TestAgent agent = TestAgent.wanting("measure-07", "measure-07");
        Callable<Answer> register = () -> nobody().post("/api/agent/register", agent.registration());
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
    default void heartbeats() {
        TestAgent agent = activeAgent("measure-08");
        ServerClient caller = nobody().agent(agent.key());
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
    @DisplayName("D-34 of heartbeats that one agent sends at once one is kept, whole, and a later one wins")
    default void heartbeatsAtOnce() throws Exception {
        TestAgent agent = activeAgent("measure-09");
        ServerClient caller = nobody().agent(agent.key());
        var start = new CyclicBarrier(2);
        List<Callable<Answer>> racing = new ArrayList<>();
        for (String name : List.of("1", "2")) {
            racing.add(() -> {
                start.await();
                return caller.post("/api/agent/heartbeat", named(name));
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Answer> answer : threads.invokeAll(racing)) {
                assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(heard("measure-09")).isIn("version-1 job-1", "version-2 job-2"));
        assertThat(caller.post("/api/agent/heartbeat", named("3")).status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(heard("measure-09")).isEqualTo("version-3 job-3"));
    }

    private static String named(String name) {
        return TestAgent.heartbeat(
                7, Instant.now(), "version-" + name, new JobId("job-" + name), new RunId("run-" + name));
    }

    /** The version and the job that the last heartbeat told of. */
    private String heard(String id) {
        Json runner = runner(id);
        List<Json> jobs = runner.get("activeJobs").items();
        return runner.get("agentVersion").text() + " "
                + (jobs.isEmpty() ? "-" : jobs.get(0).get("job").text());
    }

    @Test
    @DisplayName("API-7 runners come in pages by key")
    default void pages() {
        for (String id : List.of("page-1", "page-2", "page-3")) {
            nobody().post("/api/agent/register", TestAgent.wanting(id, id).registration());
        }
        Answer first = admin().get("/api/admin/runners?after=page-&limit=2");
        assertThat(first.json().items()).hasSize(2);
        assertThat(first.json().items().get(1).get("runnerId").text()).isEqualTo("page-2");
        assertThat(first.header("Link"))
                .hasValueSatisfying(link -> assertThat(link).contains("after=page-2", "rel=\"next\""));
        assertThat(admin().get("/api/admin/runners?after=page-2&limit=1")
                        .json()
                        .items()
                        .get(0)
                        .get("runnerId")
                        .text())
                .isEqualTo("page-3");
    }

    private int heartbeat(TestAgent agent) {
        return nobody().agent(agent.key())
                .post("/api/agent/heartbeat", TestAgent.heartbeat(1, Instant.now()))
                .status();
    }
}

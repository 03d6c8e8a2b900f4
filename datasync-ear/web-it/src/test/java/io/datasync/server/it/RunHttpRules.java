package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.refused;
import static io.datasync.server.it.Messages.bytes;
import static io.datasync.server.it.Messages.entries;
import static io.datasync.server.it.Messages.lines;
import static io.datasync.server.it.Messages.reports;
import static io.datasync.server.it.Messages.verdicts;
import static io.datasync.server.it.Messages.zipped;
import static io.datasync.server.it.RunSteps.open;
import static io.datasync.server.it.RunSteps.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What HTTP adds to the rules of a run: statuses, gzip, limits, refusals that arrive; and what people see of it. */
interface RunHttpRules extends RunSteps {
    @Test
    @DisplayName("API-6 RUN-3 a run is opened, reported, compared and ended, and each call may be repeated")
    default void aWholeRun() throws SyncException {
        Running running = opened("http-1");
        assertThat(home().resolve("archive/http-1-job/.datasync/job.json")).exists();
        assertThat(running.agent().get("/api/agent/jobs").json().get("jobs").items())
                .hasSize(1);
        assertThat(open(running.agent(), running.job(), running.run())
                        .json()
                        .get("token")
                        .text())
                .isEqualTo(running.token());

        List<SourceEntry> entries = entries(50);
        for (int times = 0; times < 2; times++) {
            Answer progress = send(running, "progress", zipped(reports(entries)), Map.of("Content-Encoding", "gzip"));
            assertThat(progress.json().get("leaseSeconds").number()).isEqualTo(300);
        }
        for (int times = 0; times < 2; times++) {
            Answer compared = send(running, "compare", lines(entries), Map.of());
            assertThat(compared.status()).as(compared.body()).isEqualTo(200);
            assertThat(compared.header("Content-Type")).contains(AgentApi.NDJSON);
            assertThat(verdicts(compared.body().getBytes(UTF_8)))
                    .hasSize(50)
                    .allSatisfy(answer -> assertThat(answer.verdict()).isEqualTo(CompareVerdict.KNOWN));
        }
        var end = new CompleteRequest(new Balance(52, 50, 1, 0, 1, 0), 0, 50, 1_225, Optional.empty());
        for (int times = 0; times < 2; times++) {
            Answer complete = send(
                    running, "complete", bytes(out -> RunJson.write(out, end)), Map.of("Content-Type", AgentApi.JSON));
            assertThat(complete.json().get("state").text()).isEqualTo("partial");
        }

        Json run = admin().get("/api/admin/runs/" + running.run()).json();
        assertThat(run.get("run").get("balance").get("verified").number()).isEqualTo(50);
        assertThat(run.get("run").get("runnerId").text()).isEqualTo("http-1");
        assertThat(run.get("files").items()).hasSize(1);
        assertThat(run.get("files").items().get(0).get("code").text()).isEqualTo("file_unreadable");
        Json folder = admin().get("/api/admin/runners/http-1/jobs/http-1-job/folders")
                .json()
                .items()
                .get(0);
        assertThat(folder.get("archived").get("count").number()).isEqualTo(50);
        assertThat(folder.get("atSource").get("bytes").number()).isEqualTo(1_225);
        refused(admin().get("/api/admin/runners/other/jobs/http-1-job/folders"), 404, "job_unknown");
    }

    @Test
    @DisplayName("API-7 ended runs and verified files are counted once, and the status page shows what the run came to")
    default void whatPeopleSeeOfARun() throws SyncException {
        double partial = metric("datasync_sync_runs_total", "partial");
        double verified = metric("datasync_sync_files_verified_total", "");
        Running running = opened("http-seen");
        assertThat(row("Jobs", "http-seen-job")).endsWith("open", "-", "-", "-", "-", "-", "-");
        for (int times = 0; times < 2; times++) {
            assertThat(send(running, "progress", reports(entries(7)), Map.of()).status())
                    .isEqualTo(200);
        }
        var end = new CompleteRequest(new Balance(1_027, 7, 1_000, 10, 6, 4), 0, 7, 21, Optional.empty());
        for (int times = 0; times < 2; times++) {
            byte[] body = bytes(out -> RunJson.write(out, end));
            assertThat(send(running, "complete", body, Map.of("Content-Type", AgentApi.JSON))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(metric("datasync_sync_runs_total", "partial")).isEqualTo(partial + 1);
        assertThat(metric("datasync_sync_files_verified_total", "")).isEqualTo(verified + 7);

        String[] counts = {"1027", "7", "1000", "10", "6", "4"};
        List<String> job = row("Jobs", "http-seen-job");
        assertThat(job).startsWith("http-seen", "http-seen-job").endsWith(counts);
        assertThat(Instant.parse(job.get(2).replace(' ', 'T') + "Z"))
                .as("last cycle")
                .isBefore(Instant.now());
        assertThat(job.get(3)).isEqualTo("partial");
        List<String> run = row("The latest runs", "http-seen-job");
        assertThat(run).startsWith("http-seen-job", "partial").endsWith(counts);
        assertThat(admin().get("/api/admin/status").body()).doesNotContainIgnoringCase("safe");
    }

    private double metric(String name, String label) {
        return nobody().pipeline()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** The row of a table of the status page that has this cell. */
    private List<String> row(String title, String cell) {
        return admin().get("/api/admin/status").json().get("tables").items().stream()
                .filter(table -> table.get("title").text().startsWith(title))
                .flatMap(table -> table.get("rows").items().stream())
                .map(row -> row.items().stream().map(Json::text).toList())
                .filter(row -> row.contains(cell))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("API-6 answers are gzipped for those who take it")
    default void gzippedAnswers() throws Exception {
        Running running = opened("http-2");
        Map<String, String> headers = running.headers();
        headers.put("Accept-Encoding", "br, gzip;q=0.5");
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(running.agent().server() + running.path("compare")))
                .POST(BodyPublishers.ofByteArray(zipped(lines(entries(2_000)))));
        running.agent().credential().forEach(request::header);
        headers.forEach(request::header);
        request.header("Content-Encoding", "gzip");
        var answer = running.agent().http().send(request.build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.body().length).isLessThan(40_000);
        byte[] inflated = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(verdicts(inflated)).hasSize(2_000).allSatisfy(verdict -> assertThat(verdict.verdict())
                .isEqualTo(CompareVerdict.UNKNOWN));
    }

    @Test
    @DisplayName(
            "RUN-2 I-4 a stale token, another runner's run and an unknown run are refused, and people can see that")
    default void strangersAreRefused() {
        Running running = opened("http-3");
        var stale = Map.of(AgentApi.TOKEN_HEADER, "0.1");
        refused(send(running, "progress", reports(entries(1)), stale), 409, "stale_token");
        refused(send(running, "compare", lines(entries(1)), stale), 409, "stale_token");
        refused(
                send(running, "progress", reports(entries(1)), Map.of(AgentApi.TOKEN_HEADER, "x")),
                400,
                "message_malformed");
        refused(
                send(running, "compare", lines(entries(1)), Map.of(AgentApi.SCAN_HEADER, "-1")),
                400,
                "message_malformed");

        ServerClient other = nobody().agent(activeAgent("http-3b").key());
        var stolen = new Running(other, "http-3b", running.job(), running.run(), running.token());
        refused(send(stolen, "progress", reports(entries(1)), Map.of()), 404, "run_unknown");
        refused(open(other, running.job(), "http-3b-run"), 404, "job_unknown");
        assertThat(other.get("/api/agent/jobs").json().get("jobs").items()).isEmpty();
        refused(admin().get("/api/admin/runs/http-3b-run"), 404, "run_unknown");

        Answer busy = refused(open(running.agent(), running.job(), "http-3-second"), 409, "job_busy");
        assertThat(busy.json().get("retryable").truth()).isTrue();
        refused(
                admin().send("POST", running.path("progress"), BodyPublishers.noBody(), running.headers()),
                403,
                "forbidden");
    }

    @Test
    @DisplayName("SEC-6 I-11 a body that is cut, too long, no gzip or leads out of the job is refused with its code")
    default void badBodies() {
        Running running = opened("http-4");
        byte[] good = lines(entries(100));
        byte[] cut = java.util.Arrays.copyOf(good, good.length - 20);
        refused(send(running, "compare", cut, Map.of()), 400, "message_truncated");
        byte[] zippedCut = java.util.Arrays.copyOf(zipped(good), 300);
        refused(send(running, "compare", zippedCut, Map.of("Content-Encoding", "gzip")), 400, "message_truncated");
        refused(send(running, "compare", good, Map.of("Content-Encoding", "gzip")), 400, "message_malformed");
        refused(send(running, "compare", new byte[0], Map.of("Content-Encoding", "gzip")), 400, "message_truncated");
        refused(send(running, "compare", good, Map.of("Content-Encoding", "br")), 415, "unsupported_media_type");
        refused(send(running, "compare", good, Map.of("Content-Type", "text/plain")), 415, "unsupported_media_type");
        String longLine = "{\"folder\":\"" + "x".repeat(40_000) + "\"}\n{\"end\":1}\n";
        refused(send(running, "compare", longLine.getBytes(UTF_8), Map.of()), 413, "message_too_large");
        String escape = """
                {"folder":"a"}
                {"path":"a/../../b","kind":"f","size":1,"ticks":"1"}
                {"end":2}
                """;
        refused(send(running, "compare", escape.getBytes(UTF_8), Map.of()), 400, "path_invalid");
        refused(
                send(running, "progress", "{\"end\":0}\n{\"end\":0}\n".getBytes(UTF_8), Map.of()),
                400,
                "message_malformed");
        String unbalanced =
                "{\"balance\":{\"seen\":9,\"verified\":1,\"inFlight\":0,\"excluded\":0,\"failed\":0,\"lost\":0},"
                        + "\"incompleteFolders\":0,\"uploaded\":0,\"uploadedBytes\":0}";
        refused(
                send(running, "complete", unbalanced.getBytes(UTF_8), Map.of("Content-Type", AgentApi.JSON)),
                409,
                "balance_broken");
        assertThat(send(running, "compare", good, Map.of()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "API-8 a comparison that fails in the middle is a refusal with a status, however much is still to be read")
    default void aFailureInTheMiddleIsARefusal() throws IOException {
        Running running = opened("http-5");
        byte[] many = lines(entries(100_000));
        int middle = new String(many, UTF_8).indexOf("part-020000");
        many[middle] = '"';
        refused(send(running, "compare", many, Map.of()), 400, "message_malformed");
        refused(send(running, "compare", zipped(many), Map.of("Content-Encoding", "gzip")), 400, "message_malformed");
        try (var left = Files.list(home().resolve("spool"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @DisplayName("D-23 a heartbeat that names a run renews its lease")
    default void heartbeatsRenewLeases() {
        Running running = opened("http-10");
        Instant opened = leaseUntil(running);
        String heartbeat =
                TestAgent.heartbeat(1, Instant.now(), "1.2.3", new JobId(running.job()), new RunId(running.run()));
        assertThat(running.agent().post("/api/agent/heartbeat", heartbeat).status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(leaseUntil(running)).isAfter(opened));
    }

    private Instant leaseUntil(Running running) {
        return Instant.parse(seen(running).get("leaseUntil").text());
    }

    private Json seen(Running running) {
        return admin().get("/api/admin/runs/" + running.run()).json().get("run");
    }

    @Test
    @DisplayName(
            "I-11 a comparison too many is put off with the time to wait, and finds a place when another has ended or failed")
    default void comparisonsArePutOff() throws IOException {
        byte[] body = lines(entries(10));
        Running late = opened("http-11");
        try (HeldRequest first = held(opened("http-11a"), body);
                HeldRequest second = held(opened("http-11b"), body)) {
            Answer full = refused(send(late, "compare", body, Map.of()), 429, "rate_limited");
            assertThat(full.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
            assertThat(full.json().get("retryable").truth()).isTrue();
            assertThat(first.finish()).contains(" 200");
            assertThat(second.finish()).contains(" 200");
        }
        byte[] cut = Arrays.copyOf(body, body.length - 20);
        for (int times = 0; times <= ItSession.COMPARISONS_MAX; times++) {
            refused(send(late, "compare", cut, Map.of()), 400, "message_truncated");
        }
        assertThat(send(late, "compare", body, Map.of()).status()).isEqualTo(200);
    }

    /** A comparison at work; it renews the lease before it reads its first line. */
    private HeldRequest held(Running running, byte[] body) throws IOException {
        String before = seen(running).get("lastActivityAt").text();
        var held = new HeldRequest(running.agent(), running.path("compare"), running.headers(), body);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !seen(running).get("lastActivityAt").text().equals(before));
        return held;
    }

    @Test
    @DisplayName("RUN-3 the same open eight times at once is one run with one token")
    default void theSameOpenAtOnce() throws Exception {
        ServerClient agent = nobody().agent(activeAgent("http-6").key());
        admin().post("/api/admin/jobs", job("http-6", "http-6-job"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<String> call =
                    () -> open(agent, "http-6-job", "http-6-run").body();
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(Collections.nCopies(8, call))) {
                answers.add(answer.get());
            }
            // Opens that race for the first epoch may raise it more than once; they agree on the last (D-20).
            assertThat(answers).hasSize(8).containsOnly(answers.get(0));
            assertThat(answers.get(0)).containsPattern("\"token\":\"[1-9]\\.1\"");
        } finally {
            threads.shutdownNow();
        }
        assertThat(admin().get("/api/admin/runs?jobId=http-6-job").json().items())
                .hasSize(1);
    }
}

package io.datasync.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.CompareAnswerReader;
import io.datasync.core.protocol.json.CompareLineWriter;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.server.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the server's HTTP adds to the rules of a run: statuses, gzip, limits, refusals that arrive; and what people see of jobs and runs. */
interface SyncHttpRules {
    ServerClient nobody();

    ServerClient admin();

    /** An approved agent of its own. */
    TestAgent activeAgent(String runnerId);

    /** The server's home. */
    Path home();

    /** A runner with one job, and a run of it. */
    record Running(ServerClient agent, String runner, String job, String run, String token) {
        Map<String, String> headers() {
            return headers("1");
        }

        Map<String, String> headers(String scanSeq) {
            var headers = new TreeMap<String, String>();
            headers.put("Content-Type", AgentApi.NDJSON);
            headers.put(AgentApi.TOKEN_HEADER, token);
            headers.put(AgentApi.SCAN_HEADER, scanSeq);
            return headers;
        }

        String path(String call) {
            return "/api/agent/runs/" + run + "/" + call;
        }
    }

    private Json job(String runner, String job) {
        return Json.object(
                "runnerId",
                runner,
                "jobId",
                job,
                "kind",
                "geometry",
                "zone",
                "Europe/Zurich",
                "root",
                "/data/images",
                "archiveUrl",
                home().resolve("archive").resolve(job).toUri().toString().replaceAll("/$", ""));
    }

    private Running opened(String name) {
        ServerClient agent = nobody().agent(activeAgent(name).key());
        Answer made = admin().post("/api/admin/jobs", job(name, name + "-job"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        Answer open = open(agent, name + "-job", name + "-run");
        assertThat(open.status()).as(open.body()).isEqualTo(200);
        return new Running(
                agent,
                name,
                name + "-job",
                name + "-run",
                open.json().get("token").text());
    }

    private static Answer open(ServerClient agent, String job, String run) {
        var request = new OpenRequest(
                new RunId(run), new JobId(job), 1, false, Optional.empty(), FencingToken.NONE, List.of());
        return agent.post("/api/agent/runs", text(out -> RunJson.write(out, request)));
    }

    /** What writes a message. */
    interface Message {
        void writeTo(OutputStream out) throws IOException;
    }

    private static byte[] bytes(Message message) {
        var bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String text(Message message) {
        return new String(bytes(message), UTF_8);
    }

    private static byte[] zipped(byte[] plain) {
        return bytes(out -> {
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(plain);
            }
        });
    }

    private static List<SourceEntry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> SourceEntry.file(
                        RelativePath.known("2026-04-23/part-%06d.csv".formatted(number)), number, number))
                .toList();
    }

    private static byte[] reports(List<SourceEntry> entries) {
        List<Report> reports = new ArrayList<>();
        for (SourceEntry entry : entries) {
            reports.add(new Report.Verified(1, new Fact(entry, Digest.OF_NOTHING, Instant.EPOCH)));
        }
        reports.add(new Report.Failed(1, RelativePath.known("2026-04-23/locked"), ErrorCode.FILE_UNREADABLE));
        return bytes(out -> ProgressJson.write(out, new ProgressRequest(reports)));
    }

    private static byte[] lines(List<SourceEntry> entries) {
        return bytes(out -> {
            var writer = new CompareLineWriter(out);
            writer.write(new CompareLine.Start(entries.get(0).path().folder()));
            for (SourceEntry entry : entries) {
                writer.write(new CompareLine.Item(entry, Optional.empty()));
            }
            writer.write(new CompareLine.End(entries.get(0).path().folder(), true));
            writer.finish();
        });
    }

    private static Answer send(Running running, String call, byte[] body, Map<String, String> more) {
        Map<String, String> headers = running.headers();
        headers.putAll(more);
        return running.agent().send("POST", running.path(call), BodyPublishers.ofByteArray(body), headers);
    }

    private static Answer refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains(AgentApi.PROBLEM_JSON);
        assertThat(answer.code()).as(answer.body()).isEqualTo(code);
        return answer;
    }

    private static List<CompareAnswer> verdicts(byte[] body) throws SyncException {
        List<CompareAnswer> verdicts = new ArrayList<>();
        CompareAnswerReader.read(new ByteArrayInputStream(body), JsonLimits.DEFAULTS, verdicts::add);
        return verdicts;
    }

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

    @Test
    @DisplayName("D-6 D-40 a job is made once with its archive; another of its name or place is refused")
    default void jobsAreMadeOnce() {
        activeAgent("http-7");
        Json job = job("http-7", "http-7-job");
        assertThat(admin().post("/api/admin/jobs", job).status()).isEqualTo(201);
        Answer again = admin().post("/api/admin/jobs", job);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("intervalSeconds").number()).isEqualTo(60);
        refused(
                admin().post("/api/admin/jobs", job.toString().replace("/data/images", "/data/other")),
                409,
                "conflict");
        refused(
                admin().post("/api/admin/jobs", job.toString().replace("\"http-7-job\"", "\"http-7-two\"")),
                409,
                "share_foreign");
        String fresh = job("http-7", "http-7-new").toString();
        for (String wrong : List.of(
                "{}",
                "null",
                fresh.replace("geometry", "round"),
                fresh.replace("Europe/Zurich", "Mars/Olympus"),
                fresh.replace("file:", "ftp:"),
                fresh.replace("\"http-7\"", "\"http-unknown\""),
                fresh.replace("/data/images", " "))) {
            refused(admin().post("/api/admin/jobs", wrong), 400, "request_invalid");
        }
        refused(admin().post("/api/admin/jobs", fresh.replace("\"http-7-new\"", "\"../x\"")), 400, "message_malformed");
        assertThat(admin().get("/api/admin/jobs/http-7-job").json()).isEqualTo(again.json());
        refused(admin().get("/api/admin/jobs/http-7-two"), 404, "not_found");
        refused(admin().get("/api/admin/jobs?limit=0"), 400, "request_invalid");
        refused(admin().get("/api/admin/runs?state=done"), 400, "request_invalid");
    }

    @Test
    @DisplayName(
            "API-7 a job that is switched off opens no run, until it is switched on again; a repeat changes nothing")
    default void jobsRest() {
        ServerClient agent = nobody().agent(activeAgent("http-9").key());
        admin().post("/api/admin/jobs", job("http-9", "http-9-job"));
        String path = "/api/admin/jobs/http-9-job/";
        refused(agent.post(path + "disable", "{}"), 403, "forbidden");
        for (int repeat = 0; repeat < 2; repeat++) {
            Answer off = admin().post(path + "disable", "{}");
            assertThat(off.status()).as(off.body()).isEqualTo(200);
            assertThat(off.json().get("enabled").truth()).isFalse();
        }
        refused(open(agent, "http-9-job", "http-9-run"), 409, "job_disabled");
        Answer on = admin().post(path + "enable", "{}");
        assertThat(on.json().get("enabled").truth()).isTrue();
        assertThat(admin().get("/api/admin/jobs/http-9-job").json()).isEqualTo(on.json());
        assertThat(open(agent, "http-9-job", "http-9-run").status()).isEqualTo(200);
        refused(admin().post("/api/admin/jobs/http-9-none/disable", "{}"), 404, "not_found");
    }

    @Test
    @DisplayName("API-7 jobs and runs come in pages by key")
    default void jobsComeInPages() {
        activeAgent("http-8");
        for (int number = 1; number <= 3; number++) {
            admin().post("/api/admin/jobs", job("http-8", "http-8-job-" + number));
        }
        List<String> seen = new ArrayList<>();
        Optional<String> next = Optional.of("/api/admin/jobs?runnerId=http-8&limit=2");
        while (next.isPresent()) {
            Answer page = admin().get(next.get());
            page.json().items().forEach(job -> seen.add(job.get("jobId").text()));
            next = page.header("Link").map(link -> link.replaceAll(".*<https?://[^/]*([^>]*)>.*", "$1"));
        }
        assertThat(seen).containsExactly("http-8-job-1", "http-8-job-2", "http-8-job-3");
    }
}

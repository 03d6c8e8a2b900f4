package io.datasync.drills.scale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.json.CompareAnswerReader;
import io.datasync.core.protocol.json.CompareLineWriter;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.drills.runner.InProcessRunner;
import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** An agent without a process: enrolled and with one job, it talks to the server by the real agent's client. */
final class LargeRunner {
    private static final Duration REQUEST_BOUND = Duration.ofMinutes(30);

    private final Sandbox sandbox;
    private final InProcessRunner runner;
    private final String name;
    private final Coordinator coordinator;

    private LargeRunner(Sandbox sandbox, InProcessRunner runner) {
        this.sandbox = sandbox;
        this.runner = runner;
        name = runner.id().text();
        coordinator = runner.coordinator();
    }

    /** A runner of this name, approved, with one job. */
    static LargeRunner in(Sandbox sandbox, String name) throws SyncException {
        LargeRunner large = new LargeRunner(sandbox, InProcessRunner.in(sandbox, name));
        sandbox.admin()
                .createJob(Json.object(
                        "runnerId",
                        name,
                        "jobId",
                        large.job().text(),
                        "kind",
                        "plain",
                        "zone",
                        "UTC",
                        "root",
                        "/nowhere",
                        "archiveUrl",
                        sandbox.folder()
                                .resolve("archive")
                                .resolve(name)
                                .toUri()
                                .toString()));
        return large;
    }

    JobId job() {
        return new JobId(name + "-job");
    }

    /** The rules, over HTTP. */
    Coordinator coordinator() {
        return coordinator;
    }

    OpenAnswer open(RunId run, long scanSeq, FencingToken highest, List<FolderClaim> claims) throws SyncException {
        return coordinator.open(new OpenRequest(run, job(), scanSeq, false, Optional.empty(), highest, claims));
    }

    /** The job's folders as people see them. */
    List<Json> folders() {
        return sandbox.admin()
                .get("/api/admin/runners/" + name + "/jobs/" + job() + "/folders?limit=1000")
                .items();
    }

    /**
     * A comparison in one request, which the agent's own client would cut: the largest that the server takes is a matter of the server.
     *
     * @param folder for the request's body
     */
    void compareAtOnce(
            RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers, Path folder)
            throws SyncException, IOException, InterruptedException {
        Path body = Files.createTempFile(folder, "compare-", ".gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(body), 1 << 16)) {
            var writer = new CompareLineWriter(out);
            for (CompareLine line = lines.next(); line != null; line = lines.next()) {
                writer.write(line);
            }
            writer.finish();
        }
        HttpRequest request = HttpRequest.newBuilder(
                        sandbox.server().uri().resolve(AgentApi.ofRun(AgentApi.COMPARE, run)))
                .timeout(REQUEST_BOUND)
                .header("Authorization", runner.authorization())
                .header("Content-Type", AgentApi.NDJSON)
                .header("Content-Encoding", AgentApi.GZIP)
                .header("Accept-Encoding", AgentApi.GZIP)
                .header(AgentApi.TOKEN_HEADER, token.toString())
                .header(AgentApi.SCAN_HEADER, Long.toString(scanSeq))
                .POST(BodyPublishers.ofFile(body))
                .build();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (InputStream answer = response.body()) {
            if (response.statusCode() != 200) {
                throw new AssertionError(response.statusCode() + " " + new String(answer.readAllBytes(), UTF_8));
            }
            CompareAnswerReader.read(new GZIPInputStream(answer, 1 << 16), JsonLimits.DEFAULTS, answers);
        }
        Files.delete(body);
    }
}

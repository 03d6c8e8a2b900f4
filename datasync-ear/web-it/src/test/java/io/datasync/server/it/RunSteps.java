package io.datasync.server.it;

import static io.datasync.server.it.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs and runs that a test makes on its way. */
interface RunSteps extends HttpRules {
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

    default Json job(String runner, String job) {
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

    default Running opened(String name) {
        return opened(name, activeAgent(name));
    }

    /** As {@link #opened(String)}, of an agent that is approved. */
    default Running opened(String name, TestAgent approved) {
        ServerClient agent = nobody().agent(approved.key());
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

    static Answer open(ServerClient agent, String job, String run) {
        var request = new OpenRequest(
                new RunId(run), new JobId(job), 1, false, Optional.empty(), FencingToken.NONE, List.of());
        return agent.post("/api/agent/runs", text(out -> RunJson.write(out, request)));
    }

    static Answer send(Running running, String call, byte[] body, Map<String, String> more) {
        Map<String, String> headers = running.headers();
        headers.putAll(more);
        return running.agent().send("POST", running.path(call), BodyPublishers.ofByteArray(body), headers);
    }
}

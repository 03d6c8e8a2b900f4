package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.refused;
import static io.datasync.server.it.Messages.bytes;
import static io.datasync.server.it.RunSteps.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people see of alerts, and what they say to them. */
interface AlertHttpRules extends RunSteps, PeopleHttpRules {
    private static void lose(Running running, String... paths) {
        List<Report> reports = Arrays.stream(paths)
                .<Report>map(path -> new Report.Lost(
                        1, SourceEntry.file(RelativePath.known(path), 7, 9), Instant.parse("2026-04-23T12:00:00Z")))
                .toList();
        byte[] body = bytes(out -> ProgressJson.write(out, new ProgressRequest(reports)));
        assertThat(send(running, "progress", body, Map.of()).status()).isEqualTo(200);
    }

    private List<Json> about(String job, String state) {
        return admin().get("/api/admin/alerts?limit=500&state=" + state).json().items().stream()
                .filter(alert -> alert.get("subject").text().equals(job))
                .toList();
    }

    private static Answer acknowledge(ServerClient person, String id, String revision, String reason) {
        return person.send(
                "POST",
                "/api/admin/alerts/" + id + "/acknowledge",
                BodyPublishers.ofString(Json.object("reason", reason).toString()),
                Map.of("Content-Type", "application/json", "If-Match", revision));
    }

    @Test
    @DisplayName(
            "CORE-10 OPS-3 a loss is an alert, first on the status page, until a person acknowledges it by name; a new one opens it again")
    default void aLossIsNeverOutOfSight() {
        Running running = opened("http-lost");
        String job = running.job();
        lose(running, "2026-04-23/b", "2026-04-23/a");
        Json alert = about(job, "live").get(0);
        String id = alert.get("id").text();
        assertThat(alert.get("code").text()).isEqualTo("file_lost");
        assertThat(alert.get("severity").text()).isEqualTo("sev1");
        assertThat(alert.get("files").number()).isEqualTo(2);
        assertThat(alert.get("firstPath").text()).isEqualTo("2026-04-23/b");
        assertThat(alert.get("untilAcknowledged").truth()).isTrue();
        Json status =
                admin().get("/api/admin/status").json().get("tables").items().get(0);
        assertThat(status.get("title").text()).startsWith("Alerts: ");
        assertThat(status.get("rows").items().get(0).toString()).contains("file_lost", job, ": 2.", "2026-04-23/b");

        ServerClient operator = nobody().person(newUser("alert-operator", "operator"));
        Answer one = operator.get("/api/admin/alerts/" + id);
        String seen = one.header("ETag").orElseThrow();
        assertThat(seen).isEqualTo("\"1\"");
        lose(running, "2026-04-23/c");
        refused(acknowledge(operator, id, seen, "told the lab"), 412, "precondition_failed");
        String now = operator.get("/api/admin/alerts/" + id).header("ETag").orElseThrow();
        refused(acknowledge(operator, id, "*", "told the lab"), 400, "request_invalid");
        refused(acknowledge(operator, id, now, "  "), 400, "request_invalid");
        refused(
                operator.post("/api/admin/alerts/" + id + "/acknowledge", "{\"reason\":\"a\"}"),
                428,
                "precondition_required");

        Json said = acknowledge(operator, id, now, "told the lab").json();
        assertThat(said.get("acknowledgedBy").text()).isEqualTo("alert-operator");
        assertThat(said.get("acknowledgedReason").text()).isEqualTo("told the lab");
        assertThat(said.get("files").number()).isEqualTo(3);
        assertThat(acknowledge(operator, id, now, "once more")
                        .json()
                        .get("resolvedAt")
                        .text())
                .isEqualTo(said.get("resolvedAt").text());
        assertThat(about(job, "live")).isEmpty();
        assertThat(about(job, "resolved")).hasSize(1);
        String losses = "/api/admin/runners/http-lost/jobs/" + job + "/losses";
        assertThat(admin().get(losses).json().items()).hasSize(3);

        lose(running, "2026-04-23/a", "2026-04-23/d");
        Json anew = about(job, "live").get(0);
        assertThat(anew.get("files").number()).isEqualTo(1);
        assertThat(anew.get("firstPath").text()).isEqualTo("2026-04-23/d");
        assertThat(about(job, "all")).hasSize(2);
        assertThat(admin().get(losses).json().items()).hasSize(4);
    }

    @Test
    @DisplayName("API-7 alerts are listed page by page, the newest first; what is asked wrongly is refused")
    default void alertsAreListed() {
        lose(opened("http-alert-1"), "a");
        lose(opened("http-alert-2"), "a");
        Answer page = admin().get("/api/admin/alerts?limit=1");
        Json newest = page.json().items().get(0);
        assertThat(newest.get("subject").text()).isEqualTo("http-alert-2-job");
        assertThat(page.header("Link").orElseThrow())
                .contains("after=" + newest.get("id").text());
        assertThat(admin().get("/api/admin/alerts?limit=1&after="
                                + newest.get("id").text())
                        .json()
                        .items()
                        .get(0)
                        .get("subject")
                        .text())
                .isEqualTo("http-alert-1-job");
        refused(admin().get("/api/admin/alerts?state=open"), 400, "request_invalid");
        refused(admin().get("/api/admin/alerts?limit=501"), 400, "request_invalid");
        refused(admin().get("/api/admin/alerts?after=-1"), 400, "request_invalid");
        refused(admin().get("/api/admin/alerts/0"), 404, "not_found");
        refused(admin().get("/api/admin/alerts/none"), 404, "not_found");
        refused(acknowledge(admin(), "0", "\"1\"", "nothing"), 404, "not_found");
    }
}

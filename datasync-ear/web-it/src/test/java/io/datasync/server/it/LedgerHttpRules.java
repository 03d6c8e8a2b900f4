package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.refused;
import static io.datasync.server.it.Messages.bytes;
import static io.datasync.server.it.RunSteps.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people see of lost and of changed files. */
interface LedgerHttpRules extends RunSteps {
    Instant NOON = Instant.parse("2026-04-23T12:00:00Z");

    private static Report.Verified verified(int content) {
        byte[] digest = new byte[Digest.BYTES];
        digest[0] = (byte) content;
        SourceEntry entry = SourceEntry.file(RelativePath.known("2026-04-23/a b.csv"), content, content);
        return new Report.Verified(content, new Fact(entry, Digest.of(digest), NOON.plusSeconds(content)));
    }

    private static Report.Lost lost(String path) {
        return new Report.Lost(1, SourceEntry.file(RelativePath.known(path), 7, 17_768_736_000_000_000L), NOON);
    }

    @Test
    @DisplayName(
            "API-7 CORE-10 CORE-11 losses, and what a file used to be, are listed page by page; a mass change is taken")
    default void theLedgerIsListed() {
        Running running = opened("http-ledger");
        Report.Lost heldAndGone = new Report.Lost(
                3,
                SourceEntry.file(RelativePath.known("2026-04-23/a b.csv"), 9, 9),
                NOON,
                Optional.of(verified(3).fact().digest()));
        List<Report> reports = List.of(
                lost("b"),
                lost("2026-04-23/a"),
                verified(1),
                verified(2),
                verified(3),
                new Report.Gone(3, heldAndGone.path()),
                heldAndGone);
        byte[] body = bytes(out -> ProgressJson.write(out, new ProgressRequest(reports)));
        for (int times = 0; times < 2; times++) {
            assertThat(send(running, "progress", body, Map.of()).status()).isEqualTo(200);
        }
        String job = "/api/admin/runners/http-ledger/jobs/http-ledger-job/";

        Answer losses = admin().get(job + "losses?limit=1");
        Json first = losses.json().items().get(0);
        assertThat(first.get("path").text()).isEqualTo("b");
        assertThat(first.get("ticks").text()).isEqualTo("17768736000000000");
        assertThat(first.get("modifiedAt").text()).isEqualTo("2026-04-22T16:00:00Z");
        assertThat(first.get("runId").text()).isEqualTo(running.run());
        assertThat(losses.header("Link").orElseThrow())
                .contains("after=" + first.get("id").text());
        Json rest = admin().get(job + "losses?after=" + first.get("id").text()).json();
        assertThat(rest.items()).hasSize(2);
        assertThat(rest.items().get(0).get("path").text()).isEqualTo("2026-04-23/a");
        assertThat(rest.items().get(0).has("archived")).isFalse();
        assertThat(rest.items().get(1).get("path").text()).isEqualTo("2026-04-23/a b.csv");
        assertThat(rest.items().get(1).get("archived").text())
                .isEqualTo(verified(3).fact().digest().hex());

        Json versions = admin().get(job + "versions?path=2026-04-23/a%20b.csv").json();
        assertThat(versions.items()).hasSize(2);
        Json version = versions.items().get(0);
        assertThat(version.get("version").text()).isEqualTo("1-0100000000000000");
        assertThat(version.get("sizeBytes").number()).isEqualTo(1);
        assertThat(version.get("verifiedAt").text()).isEqualTo("2026-04-23T12:00:01Z");
        assertThat(admin().get(job + "versions?path=none").json().items()).isEmpty();

        refused(admin().get(job + "versions"), 400, "request_invalid");
        refused(admin().get(job + "versions?path=../a"), 400, "path_invalid");
        refused(admin().get(job + "losses?after=x"), 400, "request_invalid");
        refused(admin().get(job + "losses?limit=0"), 400, "request_invalid");
        refused(admin().get("/api/admin/runners/other/jobs/http-ledger-job/losses"), 404, "job_unknown");

        var end = new CompleteRequest(new Balance(9, 3, 0, 0, 6, 0), 0, 3, 6, Optional.empty());
        byte[] held = bytes(out -> RunJson.write(
                out, new CompleteRequest(end.balance(), 0, 3, 6, Optional.empty(), 6, 2, end.listings())));
        for (int times = 0; times < 2; times++) {
            assertThat(send(running, "complete", held, Map.of("Content-Type", AgentApi.JSON))
                            .json()
                            .get("state")
                            .text())
                    .isEqualTo("partial");
        }
        assertThat(admin().get("/api/admin/status").body())
                .contains("Too many archived files of job http-ledger-job changed at once: 6 are held");
    }
}

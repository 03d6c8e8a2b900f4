package io.datasync.server.it;

import static io.datasync.server.it.Messages.bytes;
import static io.datasync.server.it.RunSteps.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.directory.DirectoryArchives;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.store.StoredContent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a node does by itself with what an agent says it has proven (D-5). */
interface SampleHttpRules extends RunSteps {
    /** The first files of a run that are read back. */
    private static List<RelativePath> chosen(String run, int files) {
        return IntStream.range(0, 100_000)
                .mapToObj(i -> RelativePath.known("2026-04-23/f" + i))
                .filter(path -> SampleRow.isChosen(new RunId(run), path))
                .limit(files)
                .toList();
    }

    private List<Json> alerts(String job) {
        return admin().get("/api/admin/alerts?limit=500&state=live").json().items().stream()
                .filter(alert -> alert.get("subject").text().equals(job))
                .toList();
    }

    @Test
    @DisplayName("D-5 a node reads back what an agent says it has proven, and raises an alert about what is not so")
    default void aNodeReadsBack() throws SyncException {
        Running running = opened("http-sample");
        String url = job("http-sample", running.job()).get("archiveUrl").text();
        List<RelativePath> files = chosen(running.run(), 2);
        byte[] good = StoredContent.bytes("as it was proven");
        try (ArchiveStore archive = new DirectoryArchives(DirectoryOptions.DEFAULTS).open(url)) {
            archive.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION,
                    running.runner(),
                    running.job(),
                    "geometry",
                    "Europe/Zurich",
                    List.of("/data/images")));
            StoredContent.put(archive, files.get(0), good, 1);
            StoredContent.put(archive, files.get(1), StoredContent.bytes("as it was prOven"), 1);
        }
        List<Report> reports = files.stream()
                .<Report>map(path -> new Report.Verified(
                        1,
                        new Fact(
                                SourceEntry.file(path, good.length, 1),
                                StoredContent.digest(good),
                                Instant.parse("2026-04-23T12:00:00Z"))))
                .toList();
        byte[] body = bytes(out -> ProgressJson.write(out, new ProgressRequest(reports)));
        assertThat(send(running, "progress", body, Map.of()).status()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> !alerts(running.job()).isEmpty());
        assertThat(alerts(running.job())).singleElement().satisfies(alert -> {
            assertThat(alert.get("code").text()).isEqualTo("sample_differs");
            assertThat(alert.get("severity").text()).isEqualTo("sev1");
            assertThat(alert.get("files").number()).isEqualTo(1);
            assertThat(alert.get("firstPath").text()).isEqualTo(files.get(1).text());
        });
    }
}

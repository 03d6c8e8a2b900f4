package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.refused;
import static io.datasync.server.it.RunSteps.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What people do with jobs. */
interface JobHttpRules extends RunSteps {
    @Test
    @DisplayName("D-6 D-40 a job is made once with its archive; another of its name or place is refused")
    default void jobsAreMadeOnce() {
        activeAgent("http-7");
        Json job = job("http-7", "http-7-job");
        assertThat(admin().post("/api/admin/jobs", job).status()).isEqualTo(201);
        Answer again = admin().post("/api/admin/jobs", job);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("intervalSeconds").number()).isEqualTo(60);
        for (String other : List.of(
                job.toString().replace("/data/images", "/data/other"),
                job.toString().replace("/archive/http-7-job", "/archive/http-7-elsewhere"),
                job.toString().replace("Europe/Zurich", "Europe/Lisbon"))) {
            assertThat(other).isNotEqualTo(job.toString());
            refused(admin().post("/api/admin/jobs", other), 409, "conflict");
        }
        assertThat(home().resolve("archive/http-7-elsewhere")).doesNotExist();
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
    @DisplayName("D-11 the limit at which a PC deletes is given with the job, and seen by people")
    default void aJobMayNameItsPool() {
        activeAgent("http-pool");
        String plain = job("http-pool", "http-pool-job").toString();
        for (String wrong : List.of("{}", "{\"name\":\"two words\"}", "{\"name\":\"d\",\"filesMax\":0}")) {
            refused(
                    admin().post("/api/admin/jobs", plain.replaceFirst("[{]", "{\"pool\":" + wrong + ",")),
                    400,
                    "message_malformed");
        }
        String pooled = plain.replaceFirst("[{]", "{\"pool\":{\"name\":\"disk-d\",\"filesMax\":30000},");
        assertThat(admin().post("/api/admin/jobs", pooled).status()).isEqualTo(201);
        assertThat(admin().post("/api/admin/jobs", pooled).status()).isEqualTo(200);
        refused(admin().post("/api/admin/jobs", plain), 409, "conflict");
        Json seen = admin().get("/api/admin/jobs/http-pool-job").json().get("pool");
        assertThat(seen.get("name").text()).isEqualTo("disk-d");
        assertThat(seen.get("filesMax").number()).isEqualTo(30_000);
        assertThat(seen.toString()).doesNotContain("bytesMax");
    }

    @Test
    @DisplayName(
            "USE-1 a folder that holds files is taken for an archive only when the job says adopt, and nothing in it is touched")
    default void anOccupiedFolderIsAdoptedOnRequest() throws Exception {
        activeAgent("http-adopt");
        Path folder = Files.createDirectories(home().resolve("archive/http-adopt-job"));
        Path before = Files.writeString(folder.resolve("a.csv"), "copied by somebody");
        Json job = job("http-adopt", "http-adopt-job");
        refused(admin().post("/api/admin/jobs", job), 409, "share_occupied");
        String silent = job.toString().replaceFirst("[{]", "{\"adopt\":false,");
        refused(admin().post("/api/admin/jobs", silent), 409, "share_occupied");
        assertThat(folder.resolve(".datasync")).doesNotExist();
        refused(admin().get("/api/admin/jobs/http-adopt-job"), 404, "not_found");
        String adopting = job.toString().replaceFirst("[{]", "{\"adopt\":true,");
        assertThat(admin().post("/api/admin/jobs", adopting).status()).isEqualTo(201);
        assertThat(admin().post("/api/admin/jobs", job).status()).isEqualTo(200);
        assertThat(folder.resolve(".datasync/job.json")).exists();
        assertThat(before).hasContent("copied by somebody");
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

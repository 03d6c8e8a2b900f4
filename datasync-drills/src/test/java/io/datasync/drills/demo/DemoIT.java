package io.datasync.drills.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.drills.demo.home.FlatJson;
import io.datasync.drills.demo.seats.MeasurementPc;
import io.datasync.drills.mirror.LiveTree;
import io.datasync.drills.mirror.Mirror;
import io.datasync.testkit.corpus.Corpus;
import io.datasync.testkit.corpus.Planted;
import io.datasync.testkit.corpus.RawName;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.LoopbackPort;
import io.datasync.testkit.process.RunningProcess;
import io.datasync.testkit.sandbox.AdminClient;
import io.datasync.testkit.sandbox.AdminRefusal;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer starts it: by the script, with a server and an agent of its own. One home serves all, for the sake of time. */
@Tag("demo")
@TestMethodOrder(OrderAnnotation.class)
class DemoIT {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final Duration GONE = Duration.ofSeconds(10);
    private static final int BY_INTERRUPT = 130;
    private static final Pattern PASSWORD = Pattern.compile("user admin +password (\\S+)");

    @TempDir
    private static Path folder = Path.of("");

    private static LoopbackPort port = LoopbackPort.reserve();
    private static Path home = Path.of("");
    private static FrontDoor datasync = new FrontDoor(folder, home, 0);

    @BeforeAll
    static void prepare() throws IOException {
        folder = folder.toRealPath();
        home = folder.resolve("home");
        datasync = new FrontDoor(folder, home, port.number());
    }

    @AfterAll
    static void giveBack() {
        port.close();
    }

    @Test
    @Order(1)
    @DisplayName(
            "PLAT-4 CORE-12 D-16 --once archives a tree with every odd name byte for byte, and sends nothing the second time")
    void onceArchivesEveryByte() throws IOException {
        Path source = folder.resolve("tree");
        Planted planted = new Corpus(source, 90)
                .instrument(LocalDate.of(2026, 4, 23), 3, 100)
                .oddNames()
                .links()
                .pipe()
                .emptyFolders()
                .deep(14)
                .planted();
        Path archive = folder.resolve("ar chive");
        String[] call = {"--once", "--json", "--source", source.toString(), "--archive", archive.toString()};

        FrontDoor.Outcome first = datasync.call(call);
        assertThat(first.exitCode()).as(first.toString()).isZero();
        Map<String, String> told = FlatJson.read(first.last());
        long links = planted.links() + planted.specials();
        Path archived = Path.of(told.get("archived"));
        assertThat(archived).startsWith(archive);
        assertThat(told)
                .containsOnlyKeys(
                        "source",
                        "archived",
                        "seen",
                        "verified",
                        "inFlight",
                        "excluded",
                        "failed",
                        "lost",
                        "uploaded",
                        "bytes",
                        "seconds")
                .containsAllEntriesOf(balance(planted.files(), links))
                .containsEntry("source", source.toString())
                .containsEntry("uploaded", Long.toString(planted.files()))
                .containsEntry("bytes", Long.toString(planted.bytes()));
        var mirror = new Mirror(source, archived);
        assertThat(mirror.differences()).isEmpty();
        assertThat(mirror.staging()).isEmpty();
        for (RawName twin : List.of(RawName.ofBytes('t', 'w', 'i', 'n', '-', 0xFE), RawName.ofText("twin-\ufffd"))) {
            assertThat(twin.in(archived.resolve("odd"))).hasSameBinaryContentAs(twin.in(source.resolve("odd")));
        }

        FrontDoor.Outcome second = datasync.call(call);
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(FlatJson.read(second.last()))
                .containsAllEntriesOf(balance(planted.files(), links))
                .containsEntry("archived", archived.toString())
                .containsEntry("uploaded", "0")
                .containsEntry("bytes", "0");
        assertThat(mirror.differences()).isEmpty();
    }

    private static Map<String, String> balance(long files, long excluded) {
        return Map.of(
                "seen",
                Long.toString(files + excluded),
                "verified",
                Long.toString(files),
                "inFlight",
                "0",
                "excluded",
                Long.toString(excluded),
                "failed",
                "0",
                "lost",
                "0");
    }

    @Test
    @Order(2)
    @DisplayName("PLAT-4 what cannot be done is said on one line, with a code, before a server is started")
    void whatCannotBeDoneIsSaid() throws IOException {
        Path source = Files.createDirectory(folder.resolve("small"));
        Path file = Files.createFile(folder.resolve("file"));
        refused(
                1,
                "source_unreachable",
                "--once",
                "--source",
                folder.resolve("no\nne").toString());
        refused(2, "wrong_call", "--once", "--source", source.toString(), "--archive", file.toString());
        Path below = file.resolve("archive");
        refused(2, "wrong_call", "--once", "--source", source.toString(), "--archive", below.toString());
        try (var other = new ServerSocket()) {
            other.bind(port.address());
            refused(5, "port_in_use", "--once", "--source", source.toString());
        }
        assertThat(Files.size(file)).isZero();
    }

    private static void refused(int exitCode, String code, String... arguments) throws IOException {
        FrontDoor.Outcome outcome = datasync.call(arguments);
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(exitCode);
        assertThat(outcome.lines())
                .singleElement()
                .asString()
                .endsWith("(" + code + ")")
                .hasSizeLessThan(400);
    }

    @Test
    @Order(3)
    @DisplayName(
            "PLAT-4 without --once it shows what it does, loses and regains its archive, and Ctrl-C ends everything in order")
    void aWatchedDemoEndsInOrder() throws IOException {
        List<ProcessHandle> started;
        try (RunningProcess demo = datasync.begin()) {
            demo.await(
                    "progress is shown",
                    BOUND,
                    () -> shows(demo, "seen .* = verified [1-9].*")
                            && shows(demo, " 5/5 first file .* verified: same SHA-256 twice"));
            started = ProcessHandle.of(demo.pid()).orElseThrow().descendants().toList();
            assertThat(started).as("server and agent").hasSizeGreaterThanOrEqualTo(2);

            Path archive = home.resolve("archive");
            FrontDoor.Outcome broken = datasync.call("--break", "share", "--for", "1");
            assertThat(broken.exitCode()).as(broken.toString()).isZero();
            assertThat(shows(demo, ".* The archive was taken away; it comes back at .*"))
                    .isTrue();
            assertThat(shows(demo, ".* The archive is back\\.")).isTrue();
            demo.await(
                    "archiving goes on, with what is new", BOUND, () -> archived(archive) > MeasurementPc.FILES_KEPT);
            assertThat(LiveTree.files(home.resolve("source")))
                    .as("the PC deletes; one file is being written, perhaps another since its folder was listed")
                    .hasSizeBetween(MeasurementPc.FILES_KEPT - 1, MeasurementPc.FILES_KEPT + 2);

            assertThat(demo.lastLines(500))
                    .as("API-9 counts and facts, no verdict")
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).matches(".*\\bsafe(ly)?\\b.*"));

            AdminClient admin = newPassword(demo);
            assertThat(admin.get("/api/admin/jobs").items())
                    .as("the job of the tree before rests")
                    .extracting(job -> job.get("jobId").text().replaceAll("-.*", "") + " " + job.get("enabled"))
                    .containsExactlyInAnyOrder("tree false", "source true");

            interrupt(demo);
            assertThat(demo.awaitExit(BOUND)).isEqualTo(BY_INTERRUPT);
            assertThat(demo.lastLines(1))
                    .containsExactly("Stopping: agent done, server done. Start again to go on where it stopped.");
        }
        Awaitility.await("all have ended").atMost(GONE).until(() -> started.stream()
                .noneMatch(ProcessHandle::isAlive));
        FrontDoor.Outcome late = datasync.call("--new-password");
        assertThat(late.exitCode()).isEqualTo(8);
        assertThat(late.last()).endsWith("(not_running)");
    }

    /** How many files of the PC are in the archive, below the folder of its job. */
    private static long archived(Path archive) throws IOException {
        return LiveTree.files(archive).stream()
                .filter(file ->
                        file.toString().contains("/source-") && !file.toString().contains("/.datasync/"))
                .count();
    }

    private static AdminClient newPassword(RunningProcess demo) throws IOException {
        URI server = URI.create("http://127.0.0.1:" + port.number());
        String shown = password(demo.lastLines(200));
        new AdminClient(server).login("admin", shown);
        FrontDoor.Outcome renewed = datasync.call("--new-password");
        assertThat(renewed.exitCode()).as(renewed.toString()).isZero();
        assertThatThrownBy(() -> new AdminClient(server).login("admin", shown)).isInstanceOf(AdminRefusal.class);
        return new AdminClient(server).login("admin", password(renewed.lines()));
    }

    private static String password(List<String> lines) {
        Matcher found = PASSWORD.matcher(String.join("\n", lines));
        assertThat(found.find()).as(lines.toString()).isTrue();
        return found.group(1);
    }

    /** As a terminal does it: to the whole process group. */
    private static void interrupt(RunningProcess demo) throws IOException {
        try (var kill = new Launch("kill", List.of("kill", "-INT", "--", "-" + demo.pid()), folder.resolve("kill.log"))
                .start()) {
            assertThat(kill.awaitExit(BOUND)).as(kill.lastLines(5).toString()).isZero();
        }
    }

    private static boolean shows(RunningProcess demo, String line) {
        return demo.lastLines(500).stream().anyMatch(shown -> shown.strip().matches(line.strip()));
    }
}

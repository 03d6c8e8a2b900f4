package io.datasync.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.agent.Main;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.server.TestServer;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.purge.PurgePool;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnceCommandTest {
    private static final RunnerId PC = new RunnerId("pc-1");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestServer server;
    private Path allowed;
    private Path forbidden;

    @BeforeEach
    void begin() throws Exception {
        server = new TestServer(Clock.systemUTC());
        allowed = Files.createDirectory(folder.resolve("allowed"));
        forbidden = Files.createDirectory(folder.resolve("forbidden"));
        server.give(job("a-forbidden", forbidden), job("b-allowed", allowed));
    }

    @AfterEach
    void end() {
        AgentLog.end();
        server.close();
    }

    private JobDefinition job(String id, Path source) throws Exception {
        Path archive = folder.resolve("archive-" + id);
        try (DirectoryStore store = DirectoryStore.at(archive, DirectoryOptions.DEFAULTS)) {
            store.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION, PC.text(), id, "plain", "UTC", List.of(source.toString())));
        }
        String url = archive.toUri().toString();
        server.index().addJob(new JobId(id), PC, url);
        return new JobDefinition(
                new JobId(id),
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                source.toString(),
                url,
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true);
    }

    private Map<String, String> environment() {
        return Map.of(
                "DATASYNC_AGENT_HOME", folder.resolve("home").toString(),
                "DATASYNC_AGENT_RUNNER_ID", PC.text(),
                "DATASYNC_AGENT_ROOTS", allowed.toString());
    }

    private int agent(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return AgentCommand.execute(
                arguments,
                environment(),
                Clock.systemUTC(),
                new StopSignal(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    private void enrol() {
        agent("enroll", "--server", server.url().toString());
    }

    @Test
    @DisplayName("D-22 I-14 a job that is refused keeps no other from being archived, and is told as its own trouble")
    void oneRefusedJobDelaysNoOther() throws Exception {
        enrol();
        server.approveAll();
        Files.writeString(forbidden.resolve("secret.csv"), "not to be read");
        Files.writeString(allowed.resolve("value.csv"), "1");

        assertThat(agent("once", "--settle", "0")).isEqualTo(ExitCode.SOURCE.number());
        assertThat(folder.resolve("archive-b-allowed/value.csv")).hasContent("1");
        assertThat(folder.resolve("archive-a-forbidden/secret.csv")).doesNotExist();
        assertThat(out.toString()).contains("b-allowed: seen 1 = verified 1").doesNotContain("a-forbidden");
        assertThat(err.toString())
                .startsWith("a-forbidden: ")
                .contains("(root_forbidden)")
                .hasLineCount(1);

        assertThat(agent("once", "--settle", "0", "--json")).isEqualTo(ExitCode.SOURCE.number());
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        refused -> assertThat(refused)
                                .startsWith("{\"job\":\"a-forbidden\"")
                                .contains("\"code\":\"root_forbidden\"")
                                .doesNotContain("seen"),
                        done -> assertThat(done)
                                .startsWith("{\"job\":\"b-allowed\"")
                                .contains("\"seen\":1,"));
    }

    @Test
    @DisplayName(
            "D-12 CORE-11 a mass change is held, said and alerted; a person accepts it, and what was becomes versions")
    void aMassChange() throws Exception {
        JobId job = new JobId("b-allowed");
        String[] once = {"once", "--settle", "0", "--job", "b-allowed"};
        enrol();
        server.approveAll();
        for (int i = 0; i < 120; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "measured " + i);
        }
        assertThat(agent(once)).isZero();
        for (int i = 0; i < 100; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "encrypted by somebody " + i);
        }
        assertThat(agent(once)).isEqualTo(ExitCode.PARTIAL.number());
        assertThat(out.toString()).contains("seen 120 = verified 20 + in flight 0 + excluded 0 + failed 100");
        assertThat(err.toString()).contains("(file_held)", "100 are held", "once --job b-allowed --accept-changes");
        assertThat(folder.resolve("archive-b-allowed/0.csv")).hasContent("measured 0");
        assertThat(server.index().alerts(job)).hasSize(1);
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).contains("100 are held", "--quarantine-changes");

        assertThat(agent("once", "--settle", "0", "--job", "b-allowed", "--accept-changes", "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"uploaded\":100,", "\"held\":0,\"renamed\":0,\"quarantined\":0,");
        assertThat(folder.resolve("archive-b-allowed/0.csv")).hasContent("encrypted by somebody 0");
        assertThat(server.index().alerts(job)).isEmpty();
        assertThat(server.index().versions(job)).hasSize(100);
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).doesNotContain("held");

        for (int i = 0; i < 100; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "encrypted once more, by somebody " + i);
        }
        assertThat(agent("once", "--settle", "0", "--job", "b-allowed", "--quarantine-changes"))
                .isZero();
        assertThat(out.toString()).contains("excluded 100 + failed 0");
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).contains("of the excluded 100 quarantined").doesNotContain("--accept-changes");
        assertThat(folder.resolve("archive-b-allowed/0.csv")).hasContent("encrypted by somebody 0");
    }

    @Test
    @DisplayName(
            "CORE-9 D-11 what waits is told with its deadline, by the limit that jobs of one pool share; without one it is unknown")
    void theForecastIsTold() throws Exception {
        enrol();
        server.approveAll();
        Path more = Files.createDirectory(allowed.resolve("more"));
        Path data = Files.createDirectory(allowed.resolve("data"));
        Path young = data.resolve("young.csv");
        Files.writeString(more.resolve("other.csv"), "1");
        Files.writeString(young, "1");
        server.give(with(Optional.empty(), job("alone", data)));
        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(err.toString())
                .contains("alone: When the oldest unarchived file is deleted is unknown: no cap is set.");
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).contains("  When the oldest unarchived file is deleted is unknown: no cap is set.");

        // There is room for two files, which are there.
        var pool = Optional.of(new PurgePool("d", OptionalLong.of(2), OptionalLong.empty()));
        server.give(with(pool, job("pooled", data)), with(pool, job("zneighbour", more)));
        Files.writeString(young, "12");
        assertThat(agent("once", "--settle", "0", "--json")).isZero();
        assertThat(out.toString()).contains("\"purge\":\"unknown\",\"purgeReason\":\"not_scanned\"");
        Files.writeString(young, "123");
        assertThat(agent("once", "--settle", "0", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"purge\":\"due\",\"purgeFrom\":\"")
                .contains("\"purgeUntil\":\"");
        Files.writeString(young, "1234");
        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(err.toString()).contains("pooled: The oldest unarchived file may be deleted at any moment.");
    }

    private static JobDefinition with(Optional<PurgePool> pool, JobDefinition job) {
        return new JobDefinition(
                job.job(),
                job.kind(),
                job.zone(),
                job.root(),
                job.archiveUrl(),
                job.include(),
                job.exclude(),
                job.interval(),
                Duration.ofSeconds(10),
                true,
                pool);
    }

    @Test
    @DisplayName("D-2 a source that is not there is no empty one, also in what is printed")
    void anAbsentSourceHasNoBalance() throws Exception {
        enrol();
        server.approveAll();
        Files.writeString(allowed.resolve("value.csv"), "1");
        assertThat(agent("once", "--settle", "0", "--job", "b-allowed")).isZero();
        Files.move(allowed, folder.resolve("aside"));

        assertThat(agent("once", "--settle", "0", "--job", "b-allowed")).isEqualTo(ExitCode.SOURCE.number());
        assertThat(out.toString()).isEqualTo("b-allowed: no file was seen, and nothing sent.\n");
        assertThat(err.toString()).startsWith("b-allowed: ").contains("(source_unreachable)");
    }

    @Test
    @DisplayName(
            "D-2 a source that may not be read is unreachable: exit code 4, its code is said, and nothing is taken for deleted")
    void anUnreadableSource() throws Exception {
        List<String> unprivileged = withoutTheRightsOfRoot();
        enrol();
        server.approveAll();
        server.give(job("b-allowed", allowed));
        Files.writeString(allowed.resolve("value.csv"), "1");
        assertThat(agent("once", "--settle", "0")).isZero();
        AgentLog.end();
        Files.setPosixFilePermissions(allowed, PosixFilePermissions.fromString("---------"));
        List<String> command = new ArrayList<>(unprivileged);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of("once", "--settle", "0"));
        Launch launch = new Launch("agent", command, folder.resolve("agent.log"));
        environment().forEach(launch::environment);
        try (RunningProcess agent = launch.start()) {
            assertThat(agent.awaitExit(Duration.ofSeconds(60))).isEqualTo(ExitCode.SOURCE.number());
            assertThat(agent.lastLines(9))
                    .anySatisfy(
                            line -> assertThat(line).startsWith("b-allowed: ").contains("(source_unreachable)"))
                    .contains("b-allowed: no file was seen, and nothing sent.");
        } finally {
            Files.setPosixFilePermissions(allowed, PosixFilePermissions.fromString("rwx------"));
        }
        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(out.toString()).contains("seen 1 = verified 1", "lost 0", " 0 files sent");
    }

    /**
     * How to start something without what lets root read everything; nothing when this process is not root. The user stays, so that it
     * still reads this JVM's classes and the agent's home.
     */
    private List<String> withoutTheRightsOfRoot() throws Exception {
        if (!"root".equals(ProcessHandle.current().info().user().orElse(""))) {
            return List.of();
        }
        List<String> without = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--");
        Path shut = Files.createFile(folder.resolve("shut"), PosixFilePermissions.asFileAttribute(Set.of()));
        List<String> trial = new ArrayList<>(without);
        trial.addAll(List.of("test", "!", "-r", shut.toString()));
        boolean works = Files.isExecutable(Path.of("/usr/bin/setpriv"))
                && new ProcessBuilder(trial).start().waitFor() == 0;
        assumeTrue(works, "needs a user other than root, or setpriv and the right to give up rights");
        return without;
    }

    @Test
    @DisplayName("AGT-1 before a person approved this PC, that is what is said")
    void aPcThatWaitsSaysSo() {
        enrol();
        assertThat(agent("once")).isEqualTo(ExitCode.PENDING.number());
        assertThat(err.toString())
                .contains("approval as pc-1", "(runner_pending)")
                .hasLineCount(1);
    }

    @Test
    @DisplayName("OPS-6 a PC that waits for approval and finds no server is told of the server")
    void aPcThatWaitsAndFindsNoServer() {
        enrol();
        server.close();
        assertThat(agent("once")).isEqualTo(ExitCode.SERVER.number());
        assertThat(err.toString()).contains("(server_unreachable)").hasLineCount(1);
    }

    @Test
    @DisplayName(
            "AGT-5 a journal that is found damaged is set aside, the other jobs go on with a new one, and the next time all is well")
    void aDamagedJournalIsSetAside() throws Exception {
        Path other = Files.createDirectory(allowed.resolve("other"));
        server.give(job("c-first", allowed), job("d-second", other));
        enrol();
        server.approveAll();
        Files.writeString(allowed.resolve("value.csv"), "1");
        Files.writeString(other.resolve("value.csv"), "2");
        assertThat(agent("once", "--settle", "0")).isZero();
        try (Connection damage = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/journal.db"));
                Statement statement = damage.createStatement()) {
            statement.executeUpdate("UPDATE entries SET name = CAST('../x' AS BLOB)");
        }
        assertThat(agent("once", "--settle", "0")).isNotZero();
        assertThat(err.toString())
                .startsWith("c-first: ")
                .contains("(journal_corrupt)")
                .hasLineCount(1);
        assertThat(out.toString()).contains("d-second: seen 1 = verified 1");
        assertThat(folder.resolve("home"))
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("journal.db.corrupt-"));
        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(out.toString()).contains("c-first: seen 2 = verified 2").contains("0 files sent");
    }

    /** The line of the one job that is allowed. */
    private String result() {
        return out.toString().strip();
    }

    private String log() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("home/logs"))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    /** Changes the times of these files between the scan and the reading: the run is opened in between. */
    private void keepChanging(Path... files) {
        AtomicLong second = new AtomicLong(1_000_000);
        server.meanwhile("runs", () -> {
            try {
                for (Path file : files) {
                    if (Files.exists(file)) {
                        Files.setLastModifiedTime(file, FileTime.from(second.incrementAndGet(), TimeUnit.SECONDS));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    @DisplayName(
            "CORE-2 CORE-10 a file that changes while it is read, and one that is purged before, are named with their codes")
    void filesThatChangeOrVanishAreNamed() throws Exception {
        enrol();
        server.approveAll();
        server.give(job("b-allowed", allowed));
        Files.writeString(allowed.resolve("kept.csv"), "1");
        Path first = Files.writeString(allowed.resolve("first.csv"), "1");
        Path second = Files.writeString(allowed.resolve("second.csv"), "1");
        keepChanging(first, second);

        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(result()).contains("seen 3 = verified 1 + in flight 2");
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        "first.csv: The file changed while it was read (file_changed).",
                        "second.csv: The file changed while it was read (file_changed).",
                        "b-allowed: When the oldest unarchived file is deleted is unknown: no cap is set.");
        assertThat(log())
                .contains("INFO")
                .containsOnlyOnce("event=file_waits job=b-allowed path=first.csv code=file_changed");
        assertThat(agent("once", "--settle", "0", "--json")).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(result())
                .contains(
                        "\"failures\":[],\"lostFiles\":[],\"waiting\":[",
                        "{\"path\":\"first.csv\",\"code\":\"file_changed\"}");

        Files.delete(first);
        assertThat(agent("once", "--settle", "0")).isEqualTo(ExitCode.PARTIAL.number());
        assertThat(err.toString())
                .contains("first.csv: The file was deleted before it was archived (file_vanished).\n")
                .doesNotContain("first.csv: The file changed");
        assertThat(log()).containsOnlyOnce("event=file_lost job=b-allowed path=first.csv code=file_vanished");
        Files.delete(second);
        assertThat(agent("once", "--settle", "0", "--json")).isEqualTo(ExitCode.PARTIAL.number());
        assertThat(result())
                .contains("\"lost\":1,")
                .endsWith(
                        "\"failures\":[],\"lostFiles\":[{\"path\":\"second.csv\",\"code\":\"file_vanished\"}],\"waiting\":[]}");
        assertThat(server.index().runs(new JobId("b-allowed")).stream()
                        .flatMap(run -> server.index().runFiles(run.run()).stream())
                        .filter(file -> file.outcome() == RunFileRow.Outcome.LOST))
                .extracting(
                        file -> file.path() + " " + file.code().orElseThrow().text())
                .containsExactlyInAnyOrder("first.csv file_vanished", "second.csv file_vanished");
    }

    @Test
    @DisplayName("AGT-7 a time to wait that makes no sense is a wrong command line")
    void aWaitThatMakesNoSenseIsRefused() {
        for (String seconds : List.of("-1", "86401", "x")) {
            assertThat(agent("once", "--settle", seconds)).as(seconds).isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString()).contains("--settle").doesNotContain("\tat ");
        }
    }
}

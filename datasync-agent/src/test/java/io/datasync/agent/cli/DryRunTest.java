package io.datasync.agent.cli;

import static io.datasync.testkit.corpus.FileTree.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.log.AgentLog;
import io.datasync.agent.server.TestServer;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
    private static final RunnerId PC = new RunnerId("pc-1");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestServer server;
    private Path source;
    private Path archive;

    @BeforeEach
    void begin() throws Exception {
        server = new TestServer(Clock.systemUTC());
        source = Files.createDirectory(folder.resolve("source"));
        archive = Files.createDirectory(folder.resolve("archive"));
        Files.writeString(source.resolve("equal.csv"), "1");
        Files.copy(source.resolve("equal.csv"), archive.resolve("equal.csv"));
        FileTime written = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(source.resolve("equal.csv"), written);
        Files.setLastModifiedTime(archive.resolve("equal.csv"), written);
        Files.writeString(source.resolve("changed.csv"), "22");
        Files.writeString(archive.resolve("changed.csv"), "2");
        Files.writeString(source.resolve("new.csv"), "333");
        Files.writeString(source.resolve("left.tmp"), "4444");
        String url = archive.toUri().toString();
        server.index().addJob(new JobId("job"), PC, url);
        server.give(new JobDefinition(
                new JobId("job"),
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                source.toString(),
                url,
                List.of(),
                List.of("*.tmp"),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true));
    }

    @AfterEach
    void end() {
        AgentLog.end();
        server.close();
    }

    private int agent(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return AgentCommand.execute(
                arguments,
                Map.of(
                        "DATASYNC_AGENT_HOME", folder.resolve("home").toString(),
                        "DATASYNC_AGENT_RUNNER_ID", PC.text(),
                        "DATASYNC_AGENT_ROOTS", source.toString()),
                Clock.systemUTC(),
                new StopSignal(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    private void enrolled() {
        agent("enroll", "--server", server.url().toString());
        server.approveAll();
        assertThat(agent("enroll", "--server", server.url().toString())).isZero();
    }

    private void adopt() throws Exception {
        try (DirectoryStore store = DirectoryStore.at(archive, DirectoryOptions.DEFAULTS)) {
            store.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION, PC.text(), "job", "plain", "UTC", List.of(source.toString())));
        }
    }

    @Test
    @DisplayName(
            "USE-1 before the first run a dry run tells what it would do, for people and for programs, and writes nothing anywhere")
    void beforeTheFirstRun() throws Exception {
        enrolled();
        AgentLog.end();
        var before = snapshot(folder);
        int requests = server.seen().size();

        assertThat(agent("once", "--dry-run")).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "job: dry run, nothing was written. There is no archive yet, but there are files in its place; a job that"
                                + " adopts them takes them over.",
                        "  1 in the archive with equal size and time: read back, and taken over where every byte is equal (0.0 MB)",
                        "  1 to be sent (0.0 MB)",
                        "  1 to be sent, and what has their name kept as an earlier version (0.0 MB)",
                        "        changed.csv",
                        "  1 excluded");
        assertThat(agent("once", "--dry-run", "--json", "--job", "job")).isZero();
        assertThat(out.toString())
                .startsWith("{\"job\":\"job\",\"source\":\"" + source + "\",")
                .contains(
                        "\"dryRun\":true,\"archive\":\"occupied\",\"files\":{\"archived\":{\"files\":0,\"bytes\":0,\"first\":[]},"
                                + "\"adopt\":{\"files\":1,\"bytes\":1,\"first\":[\"equal.csv\"]},")
                .contains("\"version\":{\"files\":1,\"bytes\":2,\"first\":[\"changed.csv\"]}")
                .endsWith("\"incompleteFolders\":0}\n");
        assertThat(err.toString()).isEmpty();
        assertThat(snapshot(folder)).isEqualTo(before);
        assertThat(server.seen()).hasSize(requests);
    }

    @Test
    @DisplayName(
            "USE-1 the first run then takes over what is there, and a dry run after it, also without the server, finds nothing to do")
    void afterTheFirstRun() throws Exception {
        enrolled();
        adopt();
        assertThat(agent("once", "--settle", "0")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("seen 4 = verified 3", "excluded 1", " 2 files sent");
        assertThat(archive.resolve("changed.csv")).hasContent("22");
        server.stop();
        AgentLog.end();
        var before = snapshot(folder);

        assertThat(agent("once", "--dry-run")).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "job: dry run, nothing was written. The archive is there.",
                        "  3 archived already (0.0 MB)",
                        "  1 excluded");
        assertThat(snapshot(folder)).isEqualTo(before);
    }

    @Test
    @DisplayName(
            "USE-1 what a run would be refused for, a dry run is refused for, with the same exit code, and makes nothing")
    void refusals() throws Exception {
        assertThat(agent("once", "--dry-run")).isEqualTo(ExitCode.SERVER.number());
        assertThat(err.toString()).contains("(job_unknown)").hasLineCount(1);
        assertThat(folder.resolve("home")).doesNotExist();
        assertThat(agent("once", "--dry-run", "--accept-source", "--job", "job"))
                .isEqualTo(ExitCode.USAGE.number());
        enrolled();
        assertThat(agent("once", "--dry-run", "--job", "other")).isEqualTo(ExitCode.SERVER.number());
        Files.move(source, folder.resolve("aside"));
        assertThat(agent("once", "--dry-run", "--json")).isEqualTo(ExitCode.SOURCE.number());
        assertThat(err.toString()).startsWith("job: ").contains("(source_unreachable)");
        assertThat(out.toString()).contains("\"code\":\"source_unreachable\"");
    }
}

package io.datasync.agent.cli;

import io.datasync.agent.log.AgentLog;
import io.datasync.agent.server.TestServer;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.purge.PurgePool;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The command line on a PC with two jobs, one of whose sources lies outside of what the PC allows, and a server in this process. */
abstract class CommandOnPc {
    static final RunnerId PC = new RunnerId("pc-1");

    @TempDir
    Path folder;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    TestServer server;
    Path allowed;
    Path forbidden;

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

    JobDefinition job(String id, Path source) throws Exception {
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

    Map<String, String> environment() {
        return Map.of(
                "DATASYNC_AGENT_HOME", folder.resolve("home").toString(),
                "DATASYNC_AGENT_RUNNER_ID", PC.text(),
                "DATASYNC_AGENT_ROOTS", allowed.toString());
    }

    int agent(String... arguments) {
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

    void enrol() {
        agent("enroll", "--server", server.url().toString());
    }

    static JobDefinition with(Optional<PurgePool> pool, JobDefinition job) {
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
}

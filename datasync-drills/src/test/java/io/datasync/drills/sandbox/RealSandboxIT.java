package io.datasync.drills.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.corpus.Corpus;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.sandbox.Sandbox;
import io.datasync.testkit.sandbox.SandboxAgent;
import io.datasync.testkit.sandbox.SandboxExtension;
import io.datasync.testkit.sandbox.SandboxJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@ExtendWith(SandboxExtension.class)
@ResourceLock(value = SandboxExtension.SERVER, mode = ResourceAccessMode.READ)
@DisplayName("The sandbox with a real server and a real agent")
class RealSandboxIT {
    private static final Duration BOUND = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void aTreeIsArchivedAlsoAfterTheNetworkWasCut(Sandbox sandbox) throws IOException {
        Corpus source = new Corpus(folder.resolve("source"), 11)
                .instrument(LocalDate.of(2026, 4, 23), 2, 20)
                .oddNames()
                .emptyFolders();
        SandboxAgent agent = sandbox.enrol(sandbox.agent("sandbox-pc"));
        SandboxJob job = sandbox.job(agent, "sandbox-job", source.root());

        assertThat(agent.command(BOUND, "once")).as("first run").matches(outcome -> outcome.exitCode() == 0);
        assertSame(job);
        assertThat(runStates(sandbox, job)).containsExactly("success");

        long requests = agent.network().requests();
        agent.network().cutResponse(0);
        source.instrument(LocalDate.of(2026, 4, 26), 1, 5);
        agent.command(BOUND, "once");
        agent.network().pass();
        assertThat(agent.network().requests()).isGreaterThan(requests);
        assertThat(agent.command(BOUND, "once")).as("after the cut").matches(outcome -> outcome.exitCode() == 0);
        assertSame(job);
        assertThat(runStates(sandbox, job)).startsWith("success").doesNotContain("failed");
    }

    @Test
    @DisplayName("A server is reached at its one port on this computer, and looks for no others")
    void theServerListensOnLoopbackAlone(Sandbox sandbox) throws IOException {
        long server = sandbox.server().process().pid();
        String port =
                String.format(Locale.ROOT, ":%04X", sandbox.server().address().getPort());
        assertThat(OpenSockets.listening(server))
                .singleElement()
                .asString()
                .matches("(0{24})?0100007F" + port + "|0{16}FFFF00000100007F" + port);
        assertThat(OpenSockets.datagrams(server)).as("of a cluster").isEmpty();
    }

    private static List<String> runStates(Sandbox sandbox, SandboxJob job) {
        return sandbox.admin().get("/api/admin/runs?jobId=" + job.id()).items().stream()
                .map(run -> run.get("state"))
                .map(Json::text)
                .toList();
    }

    /**
     * By programs that know nothing of DataSync: the trees are equal but for names with the escape character, which the
     * archive escapes (D-16), and so every content is there as often as in the source.
     */
    private void assertSame(SandboxJob job) {
        assertThat(lines(
                        "diff",
                        "--recursive",
                        "--no-dereference",
                        "--exclude=.datasync",
                        "--exclude=*\u241b*",
                        job.source().toString(),
                        job.archive().toString()))
                .isEmpty();
        // The source has a folder of that name too, which is archived under another one.
        assertThat(digests(job.archive(), "./.datasync")).isEqualTo(digests(job.source(), "./nothing"));
    }

    private List<String> digests(Path tree, String but) {
        return lines(
                "sh",
                "-c",
                "cd \"$1\" && find . -path \"$2\" -prune -o -type f -exec sha256sum --zero {} +"
                        + " | tr '\\0' '\\n' | grep -ao '^[0-9a-f]\\{64\\}  ' | sort",
                "sh",
                tree.toString(),
                but);
    }

    private List<String> lines(String... command) {
        Path log = folder.resolve(command[0] + ".log");
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (var process = new Launch(command[0], List.of(command), log).start()) {
            process.awaitExit(BOUND);
            return process.lastLines(1_000);
        }
    }
}

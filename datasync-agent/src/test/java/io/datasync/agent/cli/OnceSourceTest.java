package io.datasync.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.agent.Main;
import io.datasync.agent.log.AgentLog;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.lease.JobId;
import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-2 CORE-2 once, at a source that is away, shut, or changes while it is read")
class OnceSourceTest extends CommandOnPc {
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

    /** The line of the one job that is allowed. */
    private String result() {
        return out.toString().strip();
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

    private String log() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("home/logs"))) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }
}

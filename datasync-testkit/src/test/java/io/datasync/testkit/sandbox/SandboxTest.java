package io.datasync.testkit.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.testkit.process.ProcessFailure;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SandboxTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        installation = PretendedInstallation.make(folder.resolve("root"));
    }

    @Test
    void aStartedServerIsReadyAndEndsWithTheSandbox() {
        RunningProcess process;
        try (Sandbox sandbox = sandbox().start()) {
            assertThat(sandbox.server().ready()).isTrue();
            process = sandbox.server().process();
            assertThat(process.peakMemoryBytes().orElseThrow()).isGreaterThan(10_000_000);
        }
        assertThat(process.alive()).isFalse();
    }

    @Test
    void killedAndStartedAgainItHasTheSameHomeAndPort() {
        try (Sandbox sandbox = sandbox().start()) {
            SandboxServer server = sandbox.server();
            sandbox.enrol(sandbox.agent("pc-1"));
            var uri = server.uri();
            long first = server.process().pid();
            server.kill();
            assertThat(server.ready()).isFalse();
            assertThat(server.process().exitCode()).hasValue(137);
            server.start();
            assertThat(server.process().pid()).isNotEqualTo(first);
            assertThat(server.uri()).isEqualTo(uri);
            assertThat(sandbox.admin().runners("active")).hasSize(1);
            server.restart();
            assertThat(sandbox.admin().runners("active")).hasSize(1);
            assertThat(server.start().process().alive()).isTrue();
        }
    }

    @Test
    void aServerThatDoesNotStartIsSaidWithItsLog() {
        assertThatThrownBy(() -> sandbox().environment("PRETEND_TO_FAIL", "1").start())
                .isInstanceOf(ProcessFailure.class)
                .hasMessageContaining("server: it is not ready; it said last: nothing (ended with exit code 1)")
                .hasMessageContaining("cannot open the database");
    }

    @Test
    void aServerWithoutItsApplicationIsNotWaitedFor() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> sandbox()
                        .environment("PRETEND_NOT_TO_DEPLOY", "1")
                        .readyWithin(Duration.ofHours(1))
                        .start())
                .isInstanceOf(ProcessFailure.class)
                .hasMessageContaining("it is not ready; it said last: 503 {\"name\":\"No Application deployed\"}")
                .hasStackTraceContaining("server: its application could not be deployed (still running)")
                .hasMessageContaining("what the developer wants to read");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    @Test
    void aServersClockIsMovedAndKeptOverRestarts() throws IOException {
        try (Sandbox sandbox = sandbox().movableClock().start()) {
            SandboxServer server =
                    sandbox.server().moveClock(Duration.ofHours(25)).moveClock(Duration.ofHours(-1));
            assertThat(Files.readString(server.home().resolve("test-clock"))).isEqualTo("PT24H");
            server.kill();
            server.moveClock(Duration.ofMinutes(1)).start();
            assertThat(Files.readString(server.home().resolve("test-clock"))).isEqualTo("PT24H1M");
            server.clockBack();
            assertThat(Files.readString(server.home().resolve("test-clock"))).isEqualTo("PT0S");
        }
        try (Sandbox sandbox = sandbox().start()) {
            assertThatThrownBy(() -> sandbox.server().moveClock(Duration.ofHours(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("started without movableClock()");
        }
    }

    @Test
    void anAgentIsEnrolledThroughItsOwnNetwork() {
        try (Sandbox sandbox = sandbox().start()) {
            SandboxAgent one = sandbox.agent("pc-1");
            SandboxAgent two = sandbox.agent("pc-2");
            two.network().refuse();
            sandbox.enrol(one);
            assertThat(one.network().requests()).isGreaterThan(1);
            assertThat(two.network().requests()).isZero();
            two.network().pass();
            sandbox.enrol(two);
            assertThat(sandbox.admin().runners("active"))
                    .containsExactly(Json.object("runnerId", "pc-1"), Json.object("runnerId", "pc-2"));
        }
    }

    @Test
    void aJobHasAnArchiveOfItsOwn() {
        try (Sandbox sandbox = sandbox().start()) {
            SandboxAgent agent = sandbox.agent("pc-1");
            SandboxJob job = sandbox.job(agent, "geometry", folder.resolve("source"));
            assertThat(job.id()).isEqualTo("geometry");
            assertThat(job.archive().getParent()).isDirectory();
            assertThat(job.archive()).doesNotExist();
            Json asked = sandbox.admin().get("/api/admin/jobs");
            assertThat(asked.get("runnerId").text()).isEqualTo("pc-1");
            assertThat(asked.get("root").text())
                    .isEqualTo(folder.resolve("source").toString());
            assertThat(asked.get("archiveUrl").text()).isEqualTo("file://" + job.archive());
            assertThat(agent.command(BOUND, "settings").lines())
                    .contains("DATASYNC_AGENT_ROOTS=" + folder.resolve("source"));
        }
    }

    @Test
    void anAgentIsADaemonAndACommandLine() throws IOException {
        try (Sandbox sandbox = sandbox().prepare()) {
            SandboxAgent agent = sandbox.agent("pc-1");
            Files.writeString(agent.home().resolve("one"), "");
            var outcome = agent.command(BOUND, "status", "--json");
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.lines()).containsExactly("[--home, " + agent.home() + ", status, --json] true");
            assertThat(agent.command(BOUND, "nonsense").exitCode()).isEqualTo(2);

            RunningProcess daemon = agent.start();
            daemon.await("it runs", BOUND, () -> daemon.lastLines(1).contains("running as pc-1"));
            assertThat(agent.start()).isSameAs(daemon);
            agent.kill();
            assertThat(daemon.exitCode()).hasValue(137);
            RunningProcess again = agent.start();
            assertThat(again.pid()).isNotEqualTo(daemon.pid());
            agent.stop();
            assertThat(again.alive()).isFalse();
        }
    }

    @Test
    void anAgentIsSetByItsEnvironment() {
        try (Sandbox sandbox = sandbox().prepare()) {
            SandboxAgent agent = sandbox.agent("pc-1");
            agent.setting("cycle-interval", "1s").root(Path.of("/a,b")).root(Path.of("/c\\d"));
            agent.javaOptions("-Dgone=1").javaOptions("-Dname=value");
            assertThat(agent.command(BOUND, "settings").lines())
                    .containsExactly(
                            "DATASYNC_AGENT_CYCLE_INTERVAL=1s",
                            "DATASYNC_AGENT_JAVA_OPTS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xmx96m -Dname=value",
                            "DATASYNC_AGENT_ROOTS=/a\\,b,/c\\\\d",
                            "DATASYNC_AGENT_RUNNER_ID=pc-1");
        }
    }

    @Test
    void twoSandboxesDoNotMeet() {
        try (Sandbox one = Sandbox.in(folder.resolve("1"))
                        .installation(installation)
                        .start();
                Sandbox two = Sandbox.in(folder.resolve("2"))
                        .installation(installation)
                        .start()) {
            one.enrol(one.agent("pc-1"));
            assertThat(two.admin().runners("active")).isEmpty();
        }
    }

    @Test
    void aDatabaseIsReachedThroughItsOwnNetwork() {
        var database = new PretendedDatabase();
        try (Sandbox sandbox =
                sandbox().database(anywhere -> database).databaseProxied().start()) {
            String url = sandbox.admin().get("/api/admin/database").get("url").text();
            assertThat(url)
                    .isEqualTo("jdbc:pretended:"
                            + sandbox.databaseNetwork().address().getPort());
            assertThat(database.closed).isFalse();
        }
        assertThat(database.closed).isTrue();
        try (Sandbox sandbox = sandbox().prepare()) {
            assertThatThrownBy(sandbox::databaseNetwork).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatIsNotBuiltIsSaid() {
        var nothing = new Installation(folder.resolve("nothing"));
        assertThatThrownBy(() -> Sandbox.in(folder).installation(nothing).prepare())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not built: ")
                .hasMessageContaining("datasync-node");
    }

    @Test
    void theInstallationOfThisBuildIsFoundFromAModule() {
        assertThat(Installation.find().root().resolve("datasync-testkit")).isDirectory();
    }

    private Sandbox.Builder sandbox() {
        return Sandbox.in(folder.resolve("sandbox")).installation(installation).readyWithin(BOUND);
    }
}

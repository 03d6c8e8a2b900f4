package io.datasync.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningProcessTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void anExitCodeAndTheWholeOutputAreKept() {
        try (var process = shell("echo out; echo err >&2; exit 3").start()) {
            assertThat(process.awaitExit(BOUND)).isEqualTo(3);
            assertThat(process.alive()).isFalse();
            assertThat(process.exitCode()).hasValue(3);
            assertThat(process.lastLines(10)).containsExactly("out", "err");
        }
    }

    @Test
    void theProcessIdIsThatOfTheProgramItself() {
        try (var process = shell("echo $$; exec sleep 60").start()) {
            process.await(
                    "its id is printed", BOUND, () -> !process.lastLines(1).isEmpty());
            assertThat(process.lastLines(1)).containsExactly(Long.toString(process.pid()));
        }
    }

    @Test
    void stopAsksFirst() {
        try (var process = shell("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.05; done")
                .start()) {
            process.await("ready", BOUND, () -> process.lastLines(1).contains("ready"));
            assertThat(process.stop(BOUND)).isTrue();
            assertThat(process.exitCode()).hasValue(0);
            assertThat(process.lastLines(1)).containsExactly("bye");
        }
    }

    @Test
    void stopKillsWhatDoesNotEndInTimeAndWhatThatHadStarted() {
        try (var process = shell("trap '' TERM; sleep 600 & echo $!; while :; do wait; done")
                .start()) {
            process.await("its child runs", BOUND, () -> !process.lastLines(1).isEmpty());
            long child = Long.parseLong(process.lastLines(1).get(0));
            assertThat(process.stop(Duration.ofMillis(200))).isFalse();
            assertThat(process.exitCode()).hasValue(137);
            await().atMost(BOUND).until(() -> !isRunning(child));
        }
    }

    @Test
    void anOrderlyStopLeavesNothingBehindEither() {
        try (var process = shell("sleep 600 & echo $!; trap 'exit 0' TERM; while :; do wait; done")
                .start()) {
            process.await("its child runs", BOUND, () -> !process.lastLines(1).isEmpty());
            long child = Long.parseLong(process.lastLines(1).get(0));
            assertThat(process.stop(BOUND)).isTrue();
            await().atMost(BOUND).until(() -> !isRunning(child));
        }
    }

    @Test
    void killEndsAtOnceWithoutATrap() {
        try (var process = shell("trap 'echo bye' TERM EXIT; echo ready; while :; do sleep 0.05; done")
                .start()) {
            process.await("ready", BOUND, () -> process.lastLines(1).contains("ready"));
            process.kill();
            assertThat(process.exitCode()).hasValue(137);
            assertThat(process.lastLines(10)).containsExactly("ready");
        }
    }

    @Test
    void endingTwiceDoesNoHarm() {
        try (var process = shell("exit 5").start()) {
            assertThat(process.awaitExit(BOUND)).isEqualTo(5);
            assertThat(process.stop(BOUND)).isTrue();
            process.kill();
            assertThat(process.exitCode()).hasValue(5);
        }
    }

    @Test
    void aWaitThatFailsShowsTheEndOfTheLog() {
        try (var process =
                shell("seq 1 100; echo database locked; exec sleep 60").start()) {
            process.await("printed", BOUND, () -> process.lastLines(1).contains("database locked"));
            assertThatThrownBy(() -> process.await("ready", Duration.ofMillis(200), () -> false))
                    .isInstanceOf(ProcessFailure.class)
                    .hasMessageContaining("shell: ready: not within 0.2 s (still running)")
                    .hasMessageContaining("database locked")
                    .hasMessageContaining(process.log().toString())
                    .hasMessageContaining("\n  62\n")
                    .hasMessageNotContaining("\n  61\n");
            assertThat(process.alive()).isTrue();
        }
    }

    @Test
    void aWaitEndsAsSoonAsTheProcessDoes() {
        try (var process = shell("echo port in use; exit 7").start()) {
            assertThatThrownBy(() -> process.await("ready", Duration.ofMinutes(10), () -> false))
                    .isInstanceOf(ProcessFailure.class)
                    .hasMessageContaining("ready: it ended before (ended with exit code 7)")
                    .hasMessageContaining("port in use");
        }
    }

    @Test
    void awaitingAnEndIsBounded() {
        try (var process = shell("exec sleep 600").start()) {
            assertThatThrownBy(() -> process.awaitExit(Duration.ofMillis(100)))
                    .isInstanceOf(ProcessFailure.class)
                    .hasMessageContaining("still running after 0.1 s");
            assertThat(process.alive()).isTrue();
        }
    }

    @Test
    void thePeakOfItsMemoryIsKnownAfterItsEnd() {
        // dd holds one block in memory, of 64 MiB here.
        try (var process = shell("dd if=/dev/zero bs=64M count=1 of=/dev/null 2>/dev/null; echo done; exec sleep 60")
                .start()) {
            process.await("done", BOUND, () -> process.lastLines(1).contains("done"));
            long shellOnly = process.peakMemoryBytes().orElseThrow();
            assertThat(shellOnly).isBetween(100_000L, 32_000_000L);
        }
        try (var process = new Launch(
                        "dd", List.of("dd", "if=/dev/zero", "bs=64M", "of=/dev/null"), folder.resolve("dd.log"))
                .start()) {
            process.await("64 MiB held", BOUND, () -> process.peakMemoryBytes().orElse(0) > 64 << 20);
            process.kill();
            assertThat(process.peakMemoryBytes().orElseThrow()).isBetween(64L << 20, 80L << 20);
        }
    }

    @Test
    void environmentAndFolderAreThoseAskedFor() {
        try (var process = shell("echo $ONE; pwd; echo $LC_ALL")
                .environment("ONE", "1")
                .directory(folder)
                .start()) {
            process.awaitExit(BOUND);
            assertThat(process.lastLines(3)).containsExactly("1", folder.toString(), "C.UTF-8");
        }
    }

    @Test
    void whatIsNotToBeInheritedIsNot() {
        assertThat(System.getenv("HOME")).isNotEmpty();
        try (var process =
                shell("echo \"[$HOME] [$LC_ALL]\"").withoutInherited("HO").start()) {
            process.awaitExit(BOUND);
            assertThat(process.lastLines(1)).containsExactly("[] [C.UTF-8]");
        }
    }

    @Test
    void anUnprivilegedProcessIsNotRoot() {
        try (var process = shell("id -u").unprivileged().start()) {
            process.awaitExit(BOUND);
            assertThat(process.lastLines(1)).hasSize(1).doesNotContain("0");
        }
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        var launch = new Launch("ghost", List.of("/nowhere/ghost"), folder.resolve("g.log"));
        try (var process = launch.start()) {
            // setsid was found and started; it reports what it could not start.
            assertThat(process.awaitExit(BOUND)).isEqualTo(127);
            assertThat(process.lastLines(1).get(0)).contains("/nowhere/ghost");
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageContaining("cannot start ghost");
        }
    }

    @Test
    void aKilledJvmTakesItsProcessesWithIt() throws Exception {
        Path ids = folder.resolve("ids");
        try (var jvm = child(ids, "wait")) {
            long grandchild = awaitId(jvm, ids);
            assertThat(isRunning(grandchild)).isTrue();
            // Only the JVM itself: kill() would end what it started as well, and prove nothing.
            ProcessHandle.of(jvm.pid()).orElseThrow().destroyForcibly();
            assertThat(jvm.awaitExit(BOUND)).isEqualTo(137);
            await().atMost(BOUND).until(() -> !isRunning(grandchild));
        }
    }

    @Test
    void aJvmThatIsStoppedEndsItsProcessesInOrder() throws Exception {
        Path ids = folder.resolve("ids");
        try (var jvm = child(ids, "wait")) {
            long grandchild = awaitId(jvm, ids);
            assertThat(jvm.stop(BOUND)).isTrue();
            assertThat(isRunning(grandchild)).isFalse();
            assertThat(Files.readString(folder.resolve("grandchild.log"))).isEqualTo("started\nasked to end\n");
        }
    }

    @Test
    void aJvmThatEndsByItselfEndsItsProcesses() throws Exception {
        Path ids = folder.resolve("ids");
        try (var jvm = child(ids, "end")) {
            long grandchild = awaitId(jvm, ids);
            assertThat(jvm.awaitExit(BOUND)).isZero();
            assertThat(isRunning(grandchild)).isFalse();
        }
    }

    private Launch shell(String script) {
        return new Launch("shell", List.of("/bin/sh", "-c", script), folder.resolve("shell.log"));
    }

    private RunningProcess child(Path ids, String then) {
        return new Launch(
                        "jvm",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OrphanMaker.class.getName(),
                                folder.resolve("grandchild.log").toString(),
                                ids.toString(),
                                then),
                        folder.resolve("jvm.log"))
                .start();
    }

    private static long awaitId(RunningProcess jvm, Path ids) throws Exception {
        jvm.await("the grandchild's id is there", BOUND, () -> Files.exists(ids));
        return Long.parseLong(Files.readString(ids));
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}

package io.datasync.testkit.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.LoopbackPort;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("PLAT-4 ./datasync, in a copy of its own with a JDK and a Maven that only pretend")
class FrontDoorTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Path SCRIPT = repository().resolve("datasync");
    private static final String NODE = "payara/target/node/bin/datasync-node";
    private static final String AGENT = "datasync-agent/target/agent/bin/datasync-agent";

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    private record Outcome(int code, List<String> lines) {
        String text() {
            return String.join("\n", lines);
        }
    }

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectories(root());
        Files.copy(SCRIPT, root().resolve("datasync"));
        write("pom.xml", "<project/>");
        write(".mvn/maven.config", "");
        write("payara/src/main/node/start", "");
        write("liquibase/src/main/resources/log.yaml", "");
        write("datasync-agent/src/main/java/Agent.java", "");
        write("datasync-agent/src/test/java/AgentTest.java", "");
        jdk("17.0.15");
        maven("3.8.7");
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        Outcome outcome = run();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.text())
                .contains(
                        "./datasync demo",
                        "--break share [--for SECONDS]",
                        "./datasync test",
                        "test --fast",
                        "test --slow");
        assertThat(run("help").code()).isZero();
        assertThat(run("help").lines()).isEqualTo(outcome.lines());
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(run("drill")).isEqualTo(new Outcome(2, List.of("There is no drill yet.")));
        assertThat(run("bench")).isEqualTo(new Outcome(2, List.of("There is no bench yet.")));
        assertThat(run("dmeo")).isEqualTo(new Outcome(2, List.of("No such command: dmeo. See ./datasync help")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "server", "agent"})
    void anotherJavaIsRefused(String command) throws IOException {
        Path java = jdk("11.0.2");
        assertThat(run(command))
                .isEqualTo(new Outcome(
                        3, List.of("Java 17 is needed, found 11 (" + java + "). Set JAVA_HOME and start again.")));
        jdk("1.8.0_402");
        assertThat(run(command).text()).startsWith("Java 17 is needed, found 8 (");
        jdk("21");
        assertThat(run(command).text()).startsWith("Java 17 is needed, found 21 (");
        assertThat(root().resolve("mvn.log")).doesNotExist();
    }

    @Test
    void noJavaAtAllIsSaid() throws IOException {
        environment.put("JAVA_HOME", "/nowhere");
        assertThat(run("test").text()).startsWith("Java 17 is needed, found none (no /nowhere/bin/java).");
        environment.put("JAVA_HOME", "");
        environment.put("PATH", bin("readlink", "cat").toString());
        assertThat(run("test").code()).isEqualTo(3);
        assertThat(run("test").text()).startsWith("Java 17 is needed, found none. Install it");
    }

    @Test
    void aRuntimeWithoutACompilerIsRefused() throws IOException {
        Files.delete(jdk("17.0.1").resolveSibling("javac"));
        assertThat(run("demo").code()).isEqualTo(3);
        assertThat(run("demo").text()).startsWith("A JDK 17 is needed, found only a runtime without javac");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.6", "3.6.3", "2.9.9"})
    void anOldMavenIsRefused(String version) throws IOException {
        maven(version);
        Outcome outcome = run("test");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.text()).startsWith("Maven 3.8.7 or newer is needed, found " + version + " (");
        assertThat(root().resolve("mvn.log")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.7", "3.8.10", "3.9.0", "3.10.1", "4.0.0-rc-3"})
    void aNewMavenIsTaken(String version) throws IOException {
        maven(version);
        assertThat(run("test").code()).isZero();
    }

    @Test
    void noMavenIsSaid() throws IOException {
        environment.put(
                "PATH",
                bin("readlink", "cat", "sed", "head", "date", "mkdir", "find").toString());
        assertThat(run("test").code()).isEqualTo(3);
        assertThat(run("test").text()).startsWith("Maven 3.8.7 or newer is needed, found none.");
    }

    @Test
    void testShowsWhatMavenPrintsAndPassesItsExitCodeOn() throws IOException {
        assertThat(run("test").lines()).containsExactly("[INFO] Tests run: 1");
        assertThat(run("test", "--fast", "-pl", "datasync-core").code()).isZero();
        assertThat(run("test", "--slow").code()).isZero();
        assertThat(calls())
                .containsExactly(
                        "-B -ntp -T 2 verify",
                        "-B -ntp -T 2 -Dfast verify -pl datasync-core",
                        "-B -ntp -T 2 -Pslow verify");
        write("mvn.code", "1");
        assertThat(run("test").code()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsBuiltOnceAndThenStarted() throws IOException {
        Outcome first = run("agent", "--home", "a b", "status");
        assertThat(first.code()).isZero();
        assertThat(first.lines()).endsWith("agent: [--home] [a b] [status]");
        assertThat(calls())
                .containsExactly("-B -ntp -q package -DskipTests -Dmaven.test.skip=true -pl datasync-agent -am");
        assertThat(run("agent", "status").lines()).containsExactly("agent: [status]");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatIsOlderThanItsSourcesIsBuiltAgain() throws IOException {
        run("agent");
        change("datasync-agent/src/test/java/AgentTest.java");
        change("datasync-agent/target/agent/bin/datasync-agent");
        run("agent");
        assertThat(calls()).as("tests and products are no sources").hasSize(1);
        change("datasync-agent/src/main/java/Agent.java");
        run("agent");
        assertThat(calls()).as("a changed source").hasSize(2);
        Files.setLastModifiedTime(root().resolve("datasync-agent/src/main/java/Agent.java"), FileTime.fromMillis(0));
        change("pom.xml");
        run("agent");
        assertThat(calls()).as("a changed pom").hasSize(3);
        Files.setLastModifiedTime(root().resolve("pom.xml"), FileTime.fromMillis(0));
        run("agent");
        assertThat(calls()).as("nothing changed").hasSize(3);
        Files.delete(root().resolve("datasync-agent/src/main/java/Agent.java"));
        change("datasync-agent/src/main/java");
        run("agent");
        assertThat(calls()).as("a deleted source").hasSize(4);
    }

    @Test
    void aProductThatWasRemovedIsBuiltAgain() throws IOException {
        run("agent");
        Files.delete(root().resolve(AGENT));
        Files.delete(root().resolve("datasync-agent/target/agent/bin"));
        Files.delete(root().resolve("datasync-agent/target/agent"));
        assertThat(run("agent", "x").lines()).endsWith("agent: [x]");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void librariesOfAnOlderVersionDoNotStay() throws IOException {
        run("demo");
        for (String library : List.of(
                "datasync-drills/target/demo/lib/core-1.jar",
                "payara/target/node/core-1.jar",
                "datasync-agent/target/agent/core-1.jar")) {
            write(library, "");
        }
        run("demo");
        assertThat(root().resolve("datasync-drills/target/demo/lib/core-1.jar")).exists();
        change("liquibase/src/main/resources/log.yaml", "datasync-drills-target-demo-lib");
        run("demo");
        assertThat(root().resolve("datasync-drills/target/demo/lib")).isEmptyDirectory();
        assertThat(root().resolve("payara/target/node/core-1.jar")).doesNotExist();
        assertThat(root().resolve("datasync-agent/target/agent/core-1.jar")).doesNotExist();
    }

    @Test
    void aBuildThatFailsIsSaidAndTriedAgain() throws IOException {
        write("mvn.code", "1");
        Outcome outcome = run("agent", "status");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.lines()).endsWith("The build failed; the reason is above.");
        Files.delete(root().resolve("mvn.code"));
        assertThat(run("agent", "status").lines()).endsWith("agent: [status]");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void theDemoGetsItsArgumentsAndWhatWasBuilt() throws IOException {
        Outcome outcome = run("demo", "--source", "/a b", "--once");
        assertThat(calls().get(0)).endsWith("-pl datasync-drills,payara -am");
        assertThat(outcome.lines().get(outcome.lines().size() - 1))
                .contains("[-Ddatasync.root=" + root() + "]", "[-Ddatasync.build=built]")
                .endsWith("[io.datasync.drills.demo.Demo] [--source] [/a b] [--once]");
        assertThat(run("demo").text()).contains("[-Ddatasync.build=up to date]");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatIsBuiltIsTakenAsItIsWhenAsked() throws IOException {
        environment.put("DATASYNC_NO_BUILD", "1");
        Outcome nothing = run("demo");
        assertThat(nothing.code()).isEqualTo(4);
        assertThat(nothing.text()).startsWith("Not built: ").contains("DATASYNC_NO_BUILD=1 forbids");
        environment.remove("DATASYNC_NO_BUILD");
        run("demo");
        change("datasync-agent/src/main/java/Agent.java", "datasync-drills-target-demo-lib");
        environment.put("DATASYNC_NO_BUILD", "1");
        assertThat(run("demo").text()).contains("[-Ddatasync.build=taken as it is]");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatActsOnARunningDemoDoesNotReplaceItsFiles() throws IOException {
        assertThat(run("demo", "--new-password").code()).isEqualTo(2);
        run("demo", "--once");
        change("datasync-agent/src/main/java/Agent.java", "datasync-drills-target-demo-lib");
        for (List<String> form : List.of(
                List.of("--break", "share"),
                List.of("--break=share"),
                List.of("--home", "/a b", "--break=share", "--for=5"),
                List.of("--new-password"),
                List.of("--new-password=true"))) {
            var call = new ArrayList<>(List.of("demo"));
            call.addAll(form);
            assertThat(run(call.toArray(String[]::new)).lines())
                    .as(form.toString())
                    .singleElement()
                    .asString()
                    .contains("[-Ddatasync.build=up to date]");
        }
        assertThat(calls()).hasSize(1);
        run("demo", "--source", "a --break b");
        assertThat(calls()).as("a part of another argument is no option").hasSize(2);
    }

    @Test
    void aServerIsNotStartedOnAPortThatIsTaken() throws IOException {
        try (var port = LoopbackPort.reserve();
                var other = new ServerSocket()) {
            environment.put("DATASYNC_PORT", Integer.toString(port.number()));
            assertThat(run("server").lines()).endsWith("node:");
            other.bind(port.address());
            assertThat(run("server"))
                    .isEqualTo(new Outcome(
                            5,
                            List.of("Port " + port.number() + " is in use by another program. Try DATASYNC_PORT="
                                    + (port.number() + 1) + ".")));
        }
    }

    @Test
    void aServerTakesItsSettingsFromVariablesThatAreChecked() throws IOException {
        assertThat(run("server", "--help").lines()).anyMatch(line -> line.contains("DATASYNC_DB_URL"));
        assertThat(run("server", "x"))
                .isEqualTo(new Outcome(2, List.of("A server takes no arguments: x. See ./datasync server --help")));
        for (String wrong : List.of("abc", "-1", "80 80", "123456")) {
            environment.put("DATASYNC_PORT", wrong);
            assertThat(run("server")).isEqualTo(new Outcome(2, List.of("DATASYNC_PORT is no port: " + wrong)));
        }
        assertThat(root().resolve("mvn.log")).as("a build").doesNotExist();
    }

    @Test
    @DisplayName("PLAT-4 what one command built, another finds built: a running demo keeps its files")
    void whatOneCommandBuiltAnotherFinds() throws IOException {
        run("demo");
        run("agent", "status");
        run("server");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void itMayBeCalledFromAnywhereAndThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("datasync-link"), root().resolve("datasync"));
        try (var process = launch(List.of(link.toString(), "agent", "status"))
                .directory(Path.of("/"))
                .start()) {
            assertThat(process.awaitExit(BOUND)).isZero();
            assertThat(process.lastLines(1)).containsExactly("agent: [status]");
        }
    }

    @Test
    void shellcheckFindsNothingInAnyScript() throws IOException {
        try (var process =
                new Launch("shellcheck", List.of("shellcheck", "--version"), folder.resolve("version.log")).start()) {
            assumeTrue(process.awaitExit(BOUND) == 0, "shellcheck is not installed; ./datasync test installs it");
        }
        var command = new ArrayList<>(List.of("shellcheck"));
        scripts().forEach(script -> command.add(script.toString()));
        assertThat(command).hasSizeGreaterThan(3);
        try (var process = new Launch("shellcheck", command, folder.resolve("shellcheck.log")).start()) {
            assertThat(process.awaitExit(BOUND))
                    .as(String.join("\n", process.lastLines(100)))
                    .isZero();
        }
    }

    private Path root() {
        return folder.resolve("re po");
    }

    private Outcome run(String... arguments) {
        var command = new ArrayList<>(List.of(root().resolve("datasync").toString()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("run.log");
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (RunningProcess process = launch(command).start()) {
            int code = process.awaitExit(BOUND);
            return new Outcome(code, process.lastLines(1_000));
        }
    }

    private Launch launch(List<String> command) {
        var launch = new Launch("datasync", command, folder.resolve("run.log"));
        launch.environment("JAVA_HOME", folder.resolve("jdk").toString());
        launch.environment("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        environment.forEach(launch::environment);
        return launch;
    }

    /** The calls of Maven that were to build or test, without its questions for the version. */
    private List<String> calls() throws IOException {
        return Files.readAllLines(root().resolve("mvn.log"));
    }

    private Path jdk(String version) throws IOException {
        script("jdk/bin/javac", "");
        return script("jdk/bin/java", """
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit 0; fi
                printf 'java:'; printf ' [%%s]' "$@"; echo
                """.formatted(version));
    }

    private void maven(String version) throws IOException {
        String started = "printf '%s:'; [ $# = 0 ] || printf ' [%%s]' \"$@\"; echo\n";
        Path agent = script("agent", started.formatted("agent"));
        Path node = script("node", started.formatted("node"));
        script("bin/mvn", """
                if [ "$1" = -v ]; then printf '\\033[1mApache Maven %s\\033[m\\n'; exit 0; fi
                echo "$*" >>mvn.log
                [ ! -e mvn.code ] || exit "$(cat mvn.code)"
                case $* in *verify*) echo '[INFO] Tests run: 1'; exit 0 ;; esac
                mkdir -p datasync-agent/target/agent/bin payara/target/node/bin \\
                    datasync-drills/target/classes datasync-drills/target/demo/lib
                cp -p '%s' %s
                cp -p '%s' %s
                """.formatted(version, agent, AGENT, node, NODE));
    }

    /** A folder with only these tools, for a machine on which others are missing. */
    private Path bin(String... tools) throws IOException {
        for (String tool : tools) {
            script("few/" + tool, "exec /usr/bin/" + tool + " \"$@\"");
        }
        return folder.resolve("few");
    }

    private Path script(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String path, String text) throws IOException {
        Path file = root().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE);
    }

    private void change(String path) throws IOException {
        change(path, "datasync-agent-target-agent");
    }

    /** Makes a file newer than the last build with that stamp. */
    private void change(String path, String name) throws IOException {
        Path stamp = root().resolve("target/datasync").resolve(name);
        Path file = root().resolve(path);
        FileTime built = Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
        Files.setLastModifiedTime(file, FileTime.fromMillis(built.toMillis() + 60_000));
    }

    private static List<Path> scripts() throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(repository(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes) {
                boolean made = Set.of("target", ".git", "node_modules").contains(String.valueOf(entry.getFileName()));
                return made ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path entry, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isShell(entry)) {
                    found.add(entry);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static boolean isShell(Path file) {
        byte[] start = new byte[32];
        try (var in = Files.newInputStream(file)) {
            int read = in.readNBytes(start, 0, start.length);
            return new String(start, 0, read, StandardCharsets.ISO_8859_1)
                    .matches("(?s)#!(/usr/bin/env )?\\S*?(/|\\b)(sh|bash|dash)\\n.*");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("datasync"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside the repository: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }
}

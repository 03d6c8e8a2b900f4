package io.datasync.testkit.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("PLAT-4 ./datasync: its commands, and what it needs")
class FrontDoorTest extends PretendedMachine {
    @Test
    void withoutACommandItSaysWhichThereAre() {
        Outcome outcome = run();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.text())
                .contains(
                        "./datasync demo",
                        "--break share [--for SECONDS]",
                        "./datasync test",
                        "./datasync bench core",
                        "./datasync bench kill",
                        "./datasync simulate",
                        "test --fast",
                        "test --slow");
        assertThat(run("help").code()).isZero();
        assertThat(run("help").lines()).isEqualTo(outcome.lines());
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(run("drill")).isEqualTo(new Outcome(2, List.of("There is no drill yet.")));
        assertThat(run("dmeo")).isEqualTo(new Outcome(2, List.of("No such command: dmeo. See ./datasync help")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "test", "server", "agent", "bench"})
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

    @ParameterizedTest
    @ValueSource(strings = {"git", "shellcheck", "python3", "openssl"})
    @DisplayName("PLAT-4 a tool that the tests need is named when it cannot be installed")
    void aToolThatTheTestsNeedIsNamed(String missing) throws IOException {
        bin("readlink", "cat", "sed", "head", "id");
        for (String tool : List.of("git", "shellcheck", "python3", "openssl")) {
            if (!tool.equals(missing)) {
                script("few/" + tool, "");
            }
        }
        environment.put("PATH", folder.resolve("few") + ":" + folder.resolve("bin"));
        assertThat(run("test"))
                .isEqualTo(new Outcome(
                        3,
                        List.of(missing + " is needed. Install it (Debian: apt-get install " + missing
                                + ") and start again.")));
        assertThat(root().resolve("mvn.log")).doesNotExist();
    }

    @Test
    @DisplayName("SEC-6 every fuzz test is searched in, one after the other, for as long as is asked for")
    void fuzzSearchesInEachReader() throws IOException {
        assertThat(run("fuzz", "7").code()).isZero();
        String tests = Files.readString(PretendedMachine.repository()
                .resolve("datasync-core/src/test/java/io/datasync/core/fuzz/FormatFuzzTest.java"));
        int readers = tests.split("@FuzzTest\n", -1).length - 1;
        assertThat(calls()).hasSize(readers).allSatisfy(call -> assertThat(call)
                .containsPattern("-q -pl datasync-core test -Dtest=FormatFuzzTest#\\w+ ")
                .endsWith("-max_total_time=7"));
        assertThat(calls().stream().map(call -> call.replaceAll(".*#(\\w+) .*", "$1")))
                .doesNotHaveDuplicates()
                .allSatisfy(method -> assertThat(tests).contains("void " + method + "(byte[] bytes)"));
        write("mvn.code", "1");
        assertThat(run("fuzz").code()).isEqualTo(1);
        assertThat(calls()).as("a finding ends it").hasSize(readers + 1);
        for (String wrong : List.of("abc", "0", "-1", "1000000")) {
            assertThat(run("fuzz", wrong)).isEqualTo(new Outcome(2, List.of("Not a number of seconds: " + wrong)));
        }
    }

    @Test
    @DisplayName("PLAT-4 rules are mutated area by area, and every class that an area names is there")
    void mutateNamesClassesThatAreThere() throws IOException {
        assertThat(run("mutate").code()).isZero();
        assertThat(calls()).hasSize(7).allSatisfy(call -> assertThat(call)
                .contains("-Pmutate -pl datasync-core,datasync-testkit process-test-classes")
                .doesNotContain("threads"));
        for (String call : calls()) {
            for (String option : List.of("-DtargetClasses=", "-DtargetTests=")) {
                String globs = call.replaceAll(".*" + option + "(\\S+).*", "$1");
                assertThat(globs.split(",", -1)).allSatisfy(glob -> assertThat(sources())
                        .as(glob)
                        .anyMatch(name -> name.matches(glob.replace(".", "\\.").replace("*", ".*"))));
            }
        }
        assertThat(run("mutate", "diff", "seal").code()).isZero();
        assertThat(calls()).hasSize(7 + 2).last().asString().endsWith("target/mutate/seal");
        assertThat(run("mutate", "diff", "sael"))
                .isEqualTo(
                        new Outcome(
                                2,
                                List.of(
                                        "No such area: sael. There are diff, balance, lease, seal, reconcile, identity and drain.")));
        assertThat(calls()).as("nothing is begun").hasSize(7 + 2);
        write("mvn.code", "1");
        assertThat(run("mutate").code()).isEqualTo(1);
        assertThat(calls()).as("an area that is too weak ends it").hasSize(7 + 2 + 1);
    }

    /** The names of the classes of core and test kit. */
    private static List<String> sources() {
        List<String> names = new ArrayList<>();
        for (String module : List.of("datasync-core", "datasync-testkit")) {
            for (String kind : List.of("main", "test")) {
                Path java = PretendedMachine.repository().resolve(module + "/src/" + kind + "/java");
                try (Stream<Path> files = Files.walk(java)) {
                    files.map(file -> java.relativize(file).toString())
                            .filter(name -> name.endsWith(".java"))
                            .map(name -> name.replace(".java", "").replace('/', '.'))
                            .forEach(names::add);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return names;
    }

    @Test
    @DisplayName("./datasync bench builds without the server, and as root gives what it starts mounts of its own")
    void benchBuildsAndStarts() throws IOException {
        script("bin/rclone", "");
        script("bin/rsync", "");
        script("bin/id", "echo 0");
        script("bin/unshare", "shift; exec \"$@\"");
        Outcome outcome = run("bench", "core", "--case", "diff");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines())
                .last()
                .asString()
                .startsWith("java: [-Ddatasync.bench.mounts=true]")
                .endsWith("[io.datasync.drills.bench.Bench] [core] [--case] [diff]");
        assertThat(calls())
                .containsExactly(
                        "-B -ntp -q package -DskipTests -Dmaven.test.skip=true -Dfast -pl datasync-drills -am");
        script("bin/unshare", "exit 1");
        assertThat(run("bench", "core").lines()).last().asString().doesNotContain("mounts");
        script("bin/unshare", "shift; exec \"$@\"");
        script("bin/id", "echo 1000");
        assertThat(run("bench", "core").lines()).last().asString().doesNotContain("mounts");
    }

    @Test
    @DisplayName("./datasync simulate runs without the server, and with --h2 also what the server's tests are made of")
    void simulateBuildsTheServersIndexWhenAskedFor() throws IOException {
        String drills = "-B -ntp -q package -DskipTests -Dmaven.test.skip=true -Dfast -pl datasync-drills -am";
        String server = "-B -ntp -q package -DskipTests -Dsimulate -Dfast -pl datasync-ear/web -am";
        Outcome twin = run("simulate", "--seeds", "3");
        assertThat(twin.code()).isZero();
        assertThat(twin.lines())
                .last()
                .asString()
                .doesNotContain("h2.jar")
                .endsWith("[io.datasync.drills.simulate.Simulate] [--seeds] [3]");
        assertThat(calls()).containsExactly(drills);
        Outcome real = run("simulate", "--seeds", "3", "--h2");
        assertThat(real.code()).isZero();
        assertThat(real.lines())
                .last()
                .asString()
                .contains("datasync-ear/web/target/test-classes:", "datasync-ear/web/target/classes:")
                .contains(":h2.jar:liquibase.jar] [io.datasync.drills.simulate.Simulate]")
                .endsWith("[--seeds] [3] [--h2]");
        assertThat(calls()).containsExactly(drills, server);
        assertThat(run("simulate", "--h2").code()).isZero();
        assertThat(calls()).as("all is built").hasSize(2);
        write("datasync-ear/web/src/test/java/Home.java", "");
        change("datasync-ear/web/src/test/java/Home.java", "datasync-ear-web-target-simulate");
        assertThat(run("simulate").code()).isZero();
        assertThat(calls()).as("no test is used").hasSize(2);
        assertThat(run("simulate", "--h2").code()).isZero();
        assertThat(calls()).containsExactly(drills, server, server);
        write("mvn.code", "1");
        change("datasync-ear/web/src/test/java/Home.java", "datasync-ear-web-target-simulate");
        assertThat(run("simulate", "--h2").code()).as("a build that fails").isEqualTo(4);
    }

    @Test
    @DisplayName("./datasync bench names a tool that it compares with and that cannot be installed")
    void aToolThatIsComparedWithIsNamed() throws IOException {
        bin("readlink", "cat", "sed", "head", "id");
        environment.put("PATH", folder.resolve("few").toString());
        assertThat(run("bench", "core").code()).isEqualTo(3);
        assertThat(run("bench", "core").text()).contains("is needed. Install it (Debian: apt-get install ");
        assertThat(root().resolve("mvn.log")).doesNotExist();
    }

    @Test
    void aServerTakesItsSettingsFromVariablesThatAreChecked() throws IOException {
        assertThat(run("server", "--help").lines()).anyMatch(line -> line.contains("DATASYNC_DB_URL"));
        assertThat(run("server", "x"))
                .isEqualTo(new Outcome(2, List.of("A server takes no arguments: x. See ./datasync server --help")));
        for (String wrong : List.of("abc", "-1", "80 80", "123456", "65536", "0", "08080")) {
            environment.put("DATASYNC_PORT", wrong);
            assertThat(run("server")).isEqualTo(new Outcome(2, List.of("DATASYNC_PORT is no port: " + wrong)));
        }
        assertThat(root().resolve("mvn.log")).as("a build").doesNotExist();
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
}

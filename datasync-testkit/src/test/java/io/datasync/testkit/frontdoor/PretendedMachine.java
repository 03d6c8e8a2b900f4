package io.datasync.testkit.frontdoor;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./datasync} in a copy of its own, with a JDK and a Maven that only pretend. */
abstract class PretendedMachine {
    static final Duration BOUND = Duration.ofSeconds(60);
    private static final Path SCRIPT = repository().resolve("datasync");
    private static final String NODE = "payara/target/node/bin/datasync-node";
    static final String AGENT = "datasync-agent/target/agent/bin/datasync-agent";

    static final String AGENT_LAUNCHER = "datasync-agent/src/main/agent/bin/datasync-agent";
    static final String NODE_LAUNCHER = "payara/src/main/node/bin/datasync-node";

    final Map<String, String> environment = new HashMap<>();

    @TempDir
    Path folder;

    record Outcome(int code, List<String> lines) {
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

    Path root() {
        return folder.resolve("re po");
    }

    Outcome run(String... arguments) {
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

    Launch launch(List<String> command) {
        var launch = new Launch("datasync", command, folder.resolve("run.log"));
        launch.environment("JAVA_HOME", folder.resolve("jdk").toString());
        launch.environment("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        environment.forEach(launch::environment);
        return launch;
    }

    /** Starts a launcher as a person or a service manager does, not by way of the front door. */
    Outcome launchAlone(String launcher) throws IOException {
        Path script = root().resolve("own/bin").resolve(Path.of(launcher).getFileName());
        Files.createDirectories(script.getParent());
        Files.copy(
                repository().resolve(launcher),
                script,
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
        write("own/preboot.txt", "");
        Files.deleteIfExists(folder.resolve("run.log"));
        environment.put("DATASYNC_HOME", folder.resolve("home").toString());
        try (RunningProcess process =
                launch(List.of("/bin/sh", script.toString())).start()) {
            int code = process.awaitExit(BOUND);
            return new Outcome(code, process.lastLines(9));
        }
    }

    /** The calls of Maven that were to build or test, without its questions for the version. */
    List<String> calls() throws IOException {
        return Files.readAllLines(root().resolve("mvn.log"));
    }

    Path jdk(String version) throws IOException {
        script("jdk/bin/javac", "");
        return script("jdk/bin/java", """
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit 0; fi
                printf 'java:'; printf ' [%%s]' "$@"; echo
                """.formatted(version));
    }

    void maven(String version) throws IOException {
        String started = "printf '%s:'; [ $# = 0 ] || printf ' [%%s]' \"$@\"; echo\n";
        Path agent = script("agent", started.formatted("agent"));
        Path node = script("node", started.formatted("node"));
        script("bin/mvn", """
                if [ "$1" = -v ]; then printf '\\033[1mApache Maven %s\\033[m\\n'; exit 0; fi
                echo "$*" >>mvn.log
                [ ! -e mvn.code ] || exit "$(cat mvn.code)"
                [ ! -e mvn.half ] || { mkdir -p datasync-agent/target/agent; exit 1; }
                case $* in *verify*) echo '[INFO] Tests run: 1'; exit 0 ;; esac
                mkdir -p datasync-agent/target/agent/bin payara/target/node/bin \\
                    datasync-drills/target/classes datasync-drills/target/demo/lib datasync-ear/web/target/simulate
                echo 'h2.jar:liquibase.jar' >datasync-ear/web/target/simulate/classpath
                cp -p '%s' %s
                cp -p '%s' %s
                """.formatted(version, agent, AGENT, node, NODE));
    }

    /** A folder with only these tools, for a machine on which others are missing. */
    Path bin(String... tools) throws IOException {
        for (String tool : tools) {
            script("few/" + tool, "exec /usr/bin/" + tool + " \"$@\"");
        }
        return folder.resolve("few");
    }

    Path script(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void write(String path, String text) throws IOException {
        Path file = root().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardOpenOption.CREATE);
    }

    void change(String path) throws IOException {
        change(path, "datasync-agent-target-agent");
    }

    /** Makes a file newer than the last build with that stamp. */
    void change(String path, String name) throws IOException {
        Path stamp = root().resolve("target/datasync").resolve(name);
        Path file = root().resolve(path);
        FileTime built = Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
        Files.setLastModifiedTime(file, FileTime.fromMillis(built.toMillis() + 60_000));
    }

    static Path repository() {
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

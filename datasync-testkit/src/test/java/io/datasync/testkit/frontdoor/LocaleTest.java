package io.datasync.testkit.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-16 Whatever the locale of who starts a launcher, the JVM has one that keeps every name")
class LocaleTest extends PretendedMachine {
    private static final String SAID = "printf 'started under %s\\n' \"$LC_ALL\"\n";

    @BeforeEach
    void aPoorLocale() throws IOException {
        environment.put("LC_ALL", "C");
        environment.put("LANG", "C");
        script("jdk/bin/java", "if [ \"$1\" = -version ]; then echo 'version \"17\"' >&2; exit 0; fi\n" + SAID);
        script("agent", SAID);
        script("node", SAID);
    }

    @Test
    void theFrontDoor() {
        for (List<String> command : List.of(List.of("agent", "status"), List.of("server"), List.of("demo", "--once"))) {
            Outcome outcome = run(command.toArray(String[]::new));
            assertThat(outcome.text()).as("%s", command).contains("started under C.UTF-8");
            assertThat(outcome.code()).isZero();
        }
    }

    @Test
    void theLaunchersOfAgentAndServer() throws IOException {
        launchAlone("datasync-agent/src/main/agent/bin/datasync-agent");
        write("own/preboot.txt", "");
        launchAlone("payara/src/main/node/bin/datasync-node");
    }

    /** As a person or a service manager does, not by way of the front door. */
    private void launchAlone(String launcher) throws IOException {
        Path script = root().resolve("own/bin").resolve(Path.of(launcher).getFileName());
        Files.createDirectories(script.getParent());
        Files.copy(repository().resolve(launcher), script, StandardCopyOption.COPY_ATTRIBUTES);
        Files.deleteIfExists(folder.resolve("run.log"));
        environment.put("DATASYNC_HOME", folder.resolve("home").toString());
        try (RunningProcess process =
                launch(List.of("/bin/sh", script.toString())).start()) {
            assertThat(process.awaitExit(BOUND)).isZero();
            assertThat(process.lastLines(9)).as(launcher).containsExactly("started under C.UTF-8");
        }
    }
}

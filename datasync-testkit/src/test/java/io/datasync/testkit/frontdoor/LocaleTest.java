package io.datasync.testkit.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
        for (String launcher : List.of(AGENT_LAUNCHER, NODE_LAUNCHER)) {
            assertThat(launchAlone(launcher)).as(launcher).isEqualTo(new Outcome(0, List.of("started under C.UTF-8")));
        }
    }
}

package io.datasync.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.state.AgentHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AgentLogTest {
    @TempDir
    Path home;

    @AfterEach
    void end() {
        AgentLog.end();
    }

    @Test
    @DisplayName("AGT-6 a file a day, named by its date; files older than 14 days are removed at the start")
    void aFileADay() throws Exception {
        Path logs = Files.createDirectories(home.resolve("logs"));
        LocalDate today = Clock.systemUTC().instant().atZone(ZoneOffset.UTC).toLocalDate();
        Path old = Files.writeString(logs.resolve("agent-" + today.minusDays(AgentLog.DAYS + 3) + ".log"), "old");
        Path recent = Files.writeString(logs.resolve("agent-" + today.minusDays(AgentLog.DAYS - 3) + ".log"), "recent");

        AgentLog.begin(AgentHome.of(home), AgentSettings.DEFAULTS, false);
        LoggerFactory.getLogger(AgentLogTest.class).info("event=tested");
        AgentLog.end();

        try (Stream<Path> files = Files.list(logs)) {
            List<Path> names = files.toList();
            assertThat(names)
                    .contains(recent, logs.resolve("agent-" + today + ".log"))
                    .doesNotContain(old);
        }
        assertThat(logs.resolve("agent-" + today + ".log"))
                .content()
                .contains("event=tested")
                .contains("INFO");
    }
}

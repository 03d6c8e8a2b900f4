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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class AgentLogTest {
    private static final Clock CLOCK = Clock.systemUTC();

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
        LocalDate today = CLOCK.instant().atZone(ZoneOffset.UTC).toLocalDate();
        Path old = Files.writeString(logs.resolve("agent-" + today.minusDays(AgentLog.DAYS + 3) + ".log"), "old");
        Path recent = Files.writeString(logs.resolve("agent-" + today.minusDays(AgentLog.DAYS - 3) + ".log"), "recent");

        AgentLog.begin(AgentHome.of(home), AgentSettings.DEFAULTS, false, CLOCK);
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

    @Test
    @DisplayName("AGT-11 at the start the oldest files go until all together are within their size; today's stays")
    void theOldestGo() throws Exception {
        Path logs = Files.createDirectories(home.resolve("logs"));
        LocalDate today = CLOCK.instant().atZone(ZoneOffset.UTC).toLocalDate();
        for (int day = 0; day < 4; day++) {
            Files.writeString(LogHistory.file(logs, today.minusDays(day)), "x".repeat(100));
        }
        Path other = Files.writeString(logs.resolve("notes.txt"), "mine");

        LogHistory.trim(logs, today, 250);

        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files)
                    .containsExactlyInAnyOrder(
                            other, LogHistory.file(logs, today), LogHistory.file(logs, today.minusDays(1)));
        }
        LogHistory.trim(logs, today, 1);
        assertThat(LogHistory.file(logs, today)).exists();
    }

    private String today() throws Exception {
        LocalDate today = CLOCK.instant().atZone(ZoneOffset.UTC).toLocalDate();
        return Files.readString(home.resolve("logs/agent-" + today + ".log"));
    }

    @Test
    @DisplayName("a message is one line, whatever stands in it")
    void aMessageIsOneLine() throws Exception {
        AgentLog.begin(AgentHome.of(home), AgentSettings.DEFAULTS, false, CLOCK);
        LoggerFactory.getLogger(AgentLogTest.class).info("event=tested detail={}", "one\r\n2026 ERROR event=forged");
        AgentLog.end();
        assertThat(today().lines()).hasSize(1);
    }

    @Test
    @DisplayName("AGT-11 a day's file stays within its part: first information is left out, then everything")
    void aDayStaysWithinItsPart() throws Exception {
        AgentSettings none = AgentSettings.DEFAULTS;
        long bytesMax = 1 << 20;
        AgentSettings small = new AgentSettings(
                none.serverUrl(),
                none.runnerId(),
                none.roots(),
                none.concurrency(),
                none.quietPeriod(),
                none.heartbeatInterval(),
                none.cycleInterval(),
                none.logLevel(),
                bytesMax,
                none.requestTimeout());
        AgentLog.begin(AgentHome.of(home), small, false, CLOCK);
        Logger log = LoggerFactory.getLogger(AgentLogTest.class);
        String long500 = "x".repeat(500);
        for (int i = 0; i < 3_000; i++) {
            log.info("event=chatter {}", long500);
        }
        log.warn("event=still_written");
        for (int i = 0; i < 3_000; i++) {
            log.error("event=trouble {}", long500);
        }
        AgentLog.end();
        assertThat((long) today().length()).isBetween(bytesMax / 3, bytesMax * 3 / 4);
        assertThat(today()).contains("event=still_written").contains("event=trouble");
    }
}

package io.datasync.drills.demo.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoLogsTest {
    private static final int BOUND = 1_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("I-11 each start has a log of its own, and the one before it stays")
    void theOneBeforeStays() throws IOException {
        var logs = new DemoLogs(folder.resolve("logs"), BOUND);
        logs.trim();
        Path log = logs.begin("server");
        assertThat(log).doesNotExist();
        Files.writeString(log, "first");
        assertThat(logs.begin("server")).isEqualTo(log).doesNotExist();
        Files.writeString(log, "second");
        logs.begin("server");
        assertThat(folder.resolve("logs/server.log.1")).hasContent("second");
        assertThat(folder.resolve("logs")).isDirectoryNotContaining("glob:**/server.log");
    }

    @Test
    @DisplayName("I-11 a process that prints for ever has a bounded log, whose end is there")
    void aLogIsBounded() throws IOException {
        var logs = new DemoLogs(folder, BOUND);
        Path log = logs.begin("agent");
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int line = 0; line < 1_000; line++) {
                out.write(String.format("line %03d%n", line).getBytes(StandardCharsets.US_ASCII));
                logs.trim();
                assertThat(Files.size(log)).isLessThanOrEqualTo(BOUND);
            }
        }
        Path earlier = folder.resolve("agent.log.1");
        assertThat(Files.size(earlier)).isBetween((long) BOUND, 2L * BOUND);
        assertThat(Files.readString(earlier) + Files.readString(log)).endsWith("line 998\nline 999\n");
    }
}

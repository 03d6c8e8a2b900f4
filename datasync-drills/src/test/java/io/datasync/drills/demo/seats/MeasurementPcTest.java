package io.datasync.drills.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementPcTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("PLAT-4 an instrument that can no longer write is noticed while the demo runs")
    void aDeadInstrumentIsNoticed() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-04-23T10:00:00Z"), ZoneOffset.UTC);
        var pc = new MeasurementPc(folder, clock);
        assertThatCode(pc::check).doesNotThrowAnyException();
        Files.writeString(folder.resolve("2026-04-23"), "a file where a folder must be");
        pc.start();
        var seen = new DemoFailure[1];
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            try {
                pc.check();
                return false;
            } catch (DemoFailure e) {
                seen[0] = e;
                return true;
            }
        });
        assertThat(seen[0].line()).startsWith("The instrument cannot write to ").endsWith("(source_unreachable)");
        assertThatThrownBy(pc::close).isInstanceOf(UncheckedIOException.class);
    }
}

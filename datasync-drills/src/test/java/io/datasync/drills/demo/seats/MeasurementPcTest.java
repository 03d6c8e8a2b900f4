package io.datasync.drills.demo.seats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.balance.Balance;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.mirror.LiveTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
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

    @Test
    @DisplayName("CORE-13 it deletes the oldest file with the first that it makes, and none before all are archived")
    void theOldestGoes() throws Exception {
        Clock clock = Clock.fixed(Instant.parse("2026-04-23T10:00:00Z"), ZoneOffset.UTC);
        Path source = folder.resolve("source");
        Path oldest = source.resolve("2026-04-08/part-0001.csv");
        var pc = new MeasurementPc(source, clock);
        try (pc) {
            pc.fill();
            assertThat(oldest).exists();
            pc.goOn(progress("upload", 2_999, 1, Optional.empty()));
            pc.goOn(progress("idle", 2_999, 1, Optional.empty()));
            pc.goOn(progress("idle", 0, 0, Optional.empty()));
            pc.goOn(progress("idle", 3_000, 0, Optional.of("share_unreachable")));
            assertThat(pc.runs()).isFalse();
            pc.goOn(progress("idle", 3_000, 0, Optional.empty()));
            assertThat(pc.runs()).isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> pc.deleted() > 0);
        }
        assertThat(pc.deleted()).isEqualTo(pc.made());
        assertThat(oldest).doesNotExist();
        assertThat(LiveTree.files(source))
                .as("the last one may be half written")
                .hasSizeBetween(MeasurementPc.FILES_KEPT, MeasurementPc.FILES_KEPT + 1);
    }

    @Test
    @DisplayName("CORE-13 in a folder that is not its own it neither makes nor deletes anything")
    void anotherFolderIsLeftAlone() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-04-23T10:00:00Z"), ZoneOffset.UTC);
        try (var pc = new MeasurementPc(folder, clock)) {
            pc.goOn(progress("idle", 3_000, 0, Optional.empty()));
            assertThat(pc.runs()).isFalse();
        }
    }

    private static JobProgress progress(String phase, long verified, long inFlight, Optional<String> code) {
        var balance = new Balance(verified + inFlight, verified, inFlight, 0, 0, 0);
        return new JobProgress(phase, balance, 0, 0, 0, Optional.empty(), code);
    }
}

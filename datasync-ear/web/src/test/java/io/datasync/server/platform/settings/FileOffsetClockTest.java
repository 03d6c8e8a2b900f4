package io.datasync.server.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.testkit.clock.ClockContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileOffsetClockTest implements ClockContract {
    private static final Instant NOW = Instant.parse("2026-04-23T10:15:30Z");

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private Path file;
    private FileOffsetClock clock;

    @BeforeEach
    void make() {
        file = folder.resolve("clock");
        clock = new FileOffsetClock(Clock.fixed(NOW, ZoneOffset.UTC), file, nanos::get);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    /** By writing its file, a moment after it was looked at. */
    @Override
    public Optional<Consumer<Duration>> mover() {
        return Optional.of(step -> {
            try {
                write(clock.offset().plus(step).toString());
                aMomentPasses();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private void aMomentPasses() {
        nanos.addAndGet(50_000_000);
    }

    @Test
    @DisplayName("I-13 without its file the clock shows the time")
    void withoutItsFile() {
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(clock.offset()).isZero();
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    @DisplayName(
            "I-13 the file moves the clock forwards and back, looked at twenty times a second, and its zones with it")
    void theFileMovesIt() throws IOException {
        Clock elsewhere = clock.withZone(ZoneId.of("Europe/Zurich"));
        write("PT25H\n");
        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofHours(25)));
        write("PT26H");
        nanos.addAndGet(49_999_999);
        assertThat(clock.instant()).as("looked at a moment ago").isEqualTo(NOW.plus(Duration.ofHours(25)));
        nanos.addAndGet(1);
        assertThat(elsewhere.instant()).isEqualTo(NOW.plus(Duration.ofHours(26)));
        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofHours(26)));
        aMomentPasses();
        write("-PT1S");
        assertThat(clock.instant()).isEqualTo(NOW.minusSeconds(1));
        aMomentPasses();
        Files.delete(file);
        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "tomorrow", "PT99999999999999H", "P36501D", "-P36501D", "P9999999999999999999999D", "25"})
    @DisplayName("I-13 what is no offset changes nothing")
    void whatIsNoOffset(String text) throws IOException {
        write("PT2H");
        assertThat(clock.offset()).isEqualTo(Duration.ofHours(2));
        write(text);
        aMomentPasses();
        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofHours(2)));
        write("P36500D");
        aMomentPasses();
        assertThat(clock.offset()).isEqualTo(FileOffsetClock.OFFSET_MAX);
    }

    @Test
    @DisplayName("I-13 a folder in the place of the file changes nothing")
    void aFolder() throws IOException {
        Files.createDirectory(file);
        assertThat(clock.instant()).isEqualTo(NOW);
    }
}

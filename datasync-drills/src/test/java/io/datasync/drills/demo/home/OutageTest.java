package io.datasync.drills.demo.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.testkit.clock.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTest {
    private static final Duration AWAY = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final MovableClock clock = MovableClock.at("2026-04-23T10:15:30Z");
    private Path archived = Path.of("");
    private Outage outage = new Outage(Path.of("x"), Path.of("x/y"), clock);

    @BeforeEach
    void anArchive() throws IOException {
        archived = Files.createDirectories(folder.resolve("archive/job"));
        Files.writeString(archived.resolve("file"), "bytes");
        outage = another();
    }

    private Outage another() {
        return new Outage(folder, folder.resolve("archive/job"), clock);
    }

    @Test
    @DisplayName("Nothing happens while nobody asks")
    void nothingHappensUnasked() throws IOException {
        assertThat(outage.tick()).isEqualTo(Outage.Change.NONE);
        assertThat(outage.isAway()).isFalse();
    }

    @Test
    @DisplayName("The archive is away until the time has passed, and then whole again")
    void itIsAwayForAWhile() throws IOException {
        outage.ask(clock.instant().plus(AWAY));
        assertThat(outage.tick()).isEqualTo(Outage.Change.TAKEN);
        assertThat(archived).doesNotExist();
        assertThat(outage.isAway()).isTrue();

        clock.advance(AWAY.minusMillis(1));
        assertThat(outage.tick()).isEqualTo(Outage.Change.NONE);

        clock.advance(Duration.ofMillis(1));
        assertThat(outage.tick()).isEqualTo(Outage.Change.GIVEN_BACK);
        assertThat(archived.resolve("file")).hasContent("bytes");
        assertThat(outage.until()).isEmpty();
        assertThat(outage.tick()).isEqualTo(Outage.Change.NONE);
    }

    @Test
    @DisplayName("Whoever asked was stopped: the archive is given back at once")
    void itIsGivenBackWhenNobodyAsksAnyMore() throws IOException {
        outage.ask(clock.instant().plus(AWAY));
        outage.tick();
        outage.askNoMore();
        assertThat(outage.tick()).isEqualTo(Outage.Change.GIVEN_BACK);
    }

    @Test
    @DisplayName("The demo was killed: the next one gives the archive back")
    void theNextDemoGivesItBack() throws IOException {
        outage.ask(clock.instant().plus(AWAY));
        outage.tick();
        assertThat(another().giveBack()).isTrue();
        assertThat(archived.resolve("file")).hasContent("bytes");
        assertThat(another().giveBack()).isFalse();
    }

    @Test
    @DisplayName("Something else in the archive's place is not replaced")
    void nothingIsReplaced() throws IOException {
        outage.ask(clock.instant().plus(AWAY));
        outage.tick();
        Files.createDirectory(archived);
        assertThatThrownBy(outage::giveBack).isInstanceOf(IOException.class).hasMessageContaining("taken away");
        assertThat(archived).isEmptyDirectory();
    }
}

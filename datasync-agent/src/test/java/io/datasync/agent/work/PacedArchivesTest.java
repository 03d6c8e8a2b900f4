package io.datasync.agent.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.config.SettingsReader;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.Pause;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("AGT-8 limits of a PC, from its file of settings to what goes to the archive")
final class PacedArchivesTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path home;

    private final InMemoryShare share = new InMemoryShare(InMemoryShare.LIKE_A_SHARE);
    private int sent;

    @BeforeEach
    void create() throws SyncException {
        try (ArchiveStore store = share.open()) {
            store.create(
                    new ArchiveMarker(ArchiveMarker.FORMAT_VERSION, "pc", "job", "plain", "UTC", List.of("/data")));
        }
    }

    private AgentSettings settings(String... lines) throws Exception {
        Files.write(home.resolve(SettingsReader.FILE), List.of(lines));
        return new SettingsReader(home, Map.of(), new Properties()).read();
    }

    private PacedArchives archives(AgentSettings settings, MovableClock clock, Pause pause) {
        return new PacedArchives(url -> share.open(), settings, clock, pause);
    }

    /** How long sending files of 4 MiB takes by the clock that waiting moves, each to an archive of its own job. */
    private Duration sending(AgentSettings settings, String from, int files) throws SyncException {
        MovableClock clock = MovableClock.at(from);
        Instant begun = clock.instant();
        PacedArchives archives = archives(settings, clock, clock::advance);
        for (int file = 0; file < files; file++) {
            try (ArchiveStore store = archives.open("memory:job-" + file)) {
                send(store);
            }
        }
        return Duration.between(begun, clock.instant());
    }

    private void send(ArchiveStore store) throws SyncException {
        try (StagedFile file = store.stage(new StagingName("pc-run-" + sent++), 4L * MIB)) {
            for (int range = 0; range < 4; range++) {
                file.write(ByteBuffer.allocate(MIB));
            }
            file.finish();
        }
    }

    @Test
    @DisplayName("bytes wait as the timetable says, in its zone, and all jobs share them")
    void bandwidth() throws Exception {
        AgentSettings settings = settings(
                "datasync.agent.bandwidth = Mon-Fri 07:00-19:00 1MiB/s; else unlimited",
                "datasync.agent.bandwidth-zone = Europe/Zurich");
        assertThat(sending(settings, "2026-04-23T08:00:00Z", 1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(sending(settings, "2026-04-23T08:00:00Z", 3)).isEqualTo(Duration.ofSeconds(11));
        assertThat(sending(settings, "2026-04-23T05:30:00Z", 1))
                .as("07:30 in Zurich, 05:30 in UTC")
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(sending(settings, "2026-04-23T18:00:00Z", 3)).isZero();
    }

    @Test
    @DisplayName("calls wait for their turn, and all jobs share it")
    void calls() throws Exception {
        // Of six calls for each file the first two of all may go at once.
        assertThat(sending(settings("datasync.agent.share-calls-per-second = 2"), "2026-04-23T08:00:00Z", 2))
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("nothing waits when nothing is set")
    void withoutLimits() throws Exception {
        assertThat(sending(settings(), "2026-04-23T08:00:00Z", 3)).isZero();
    }

    @Test
    @DisplayName("who waits stops at once when the agent is to end")
    void stops() throws Exception {
        StopSignal stop = new StopSignal();
        stop.give();
        AgentSettings settings = settings("datasync.agent.bandwidth = else 1MiB/s");
        try (ArchiveStore store = archives(settings, MovableClock.at("2026-04-23T08:00:00Z"), stop)
                .open("memory:job")) {
            assertThatThrownBy(() -> send(store)).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                    .isEqualTo(ErrorCode.INTERRUPTED));
        }
    }
}

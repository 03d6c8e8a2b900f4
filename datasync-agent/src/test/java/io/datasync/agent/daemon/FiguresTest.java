package io.datasync.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.config.AgentSettings;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.state.AgentHome;
import io.datasync.agent.state.Machine;
import io.datasync.agent.state.StateStore;
import io.datasync.agent.work.LiveStatus;
import io.datasync.agent.work.StopSignal;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiguresTest {
    private static final Instant NOW = Instant.parse("2026-04-23T10:11:12Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Machine PC = new Machine("measure-07", "4F:91:C2:08:00:11:22:33", "Linux 6.1");

    @TempDir
    Path folder;

    private final FallibleJournal journal = new FallibleJournal();
    private AgentHome home;
    private StateStore states;
    private Figures figures;

    /** Fails while it is told to. */
    private static final class FallibleJournal implements Journal {
        private final Journal memory = new InMemoryJournal();
        private boolean fails;

        @Override
        public JobJournal job(JobId job) throws SyncException {
            if (fails) {
                throw SyncException.passing(ErrorCode.JOURNAL_IO, "The disk is gone");
            }
            return memory.job(job);
        }

        @Override
        public void close() {
            memory.close();
        }
    }

    @BeforeEach
    void begin() throws SyncException {
        home = AgentHome.of(folder.resolve("home"));
        home.make();
        states = StateStore.open(home, PC, CLOCK, new SecureRandom());
        AgentLog.begin(AgentHome.of(folder.resolve("log")), AgentSettings.DEFAULTS, false, CLOCK);
        figures = new Figures(home, states, journal);
    }

    @AfterEach
    void end() {
        AgentLog.end();
    }

    private String log() {
        try (Stream<Path> files = Files.list(folder.resolve("log/logs"))) {
            var text = new StringBuilder();
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long times(String event) {
        return log().lines().filter(line -> line.contains(event)).count();
    }

    private void jobs(String... names) throws SyncException {
        List<JobDefinition> jobs = Stream.of(names).map(FiguresTest::definition).toList();
        states.update(state -> state.withJobs(new JobList(jobs)));
    }

    private static JobDefinition definition(String name) {
        return new JobDefinition(
                new JobId(name),
                JobKind.PLAIN,
                ZoneId.of("UTC"),
                "/source",
                "file:///archive/" + name,
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ZERO,
                true);
    }

    private void pending(String job, EntryKind kind, String path, Instant time) throws SyncException {
        JobJournal known = journal.job(new JobId(job));
        long ticks = kind == EntryKind.FILE ? Ticks.of(time) : 0;
        known.observe(known.beginScan(), List.of(new SourceEntry(RelativePath.known(path), kind, 0, ticks)));
    }

    private Heartbeat heartbeat() throws SyncException {
        return new HeartbeatSource(states, new LiveStatus(home, CLOCK), figures, CLOCK, new StopSignal(), "1.2.3")
                .next();
    }

    @Test
    @DisplayName("AGT-2 a heartbeat names the oldest file of all jobs that is not archived, and the agent's clock")
    void theOldestOfAllJobs() throws SyncException {
        jobs("first", "second", "third");
        pending("first", EntryKind.FOLDER, "empty", NOW);
        pending("first", EntryKind.FILE, "a", NOW.minusSeconds(60));
        pending("second", EntryKind.FILE, "b", NOW.minusSeconds(7_200));
        pending("third", EntryKind.FOLDER, "empty", NOW);
        assertThat(heartbeat().oldestUnarchivedAt()).as("nobody has looked").isEmpty();
        figures.look();
        assertThat(heartbeat().oldestUnarchivedAt()).contains(NOW.minusSeconds(7_200));
        assertThat(heartbeat().sentAt()).isEqualTo(NOW);
        jobs("third");
        figures.look();
        assertThat(heartbeat().oldestUnarchivedAt()).as("folders alone").isEmpty();
    }

    @Test
    @DisplayName("AGT-11 a heartbeat says what the agent's home occupies, with its logs and what lies deeper")
    void whatTheHomeOccupies() throws Exception {
        long own = Files.size(home.state()) + Files.size(home.key());
        Files.write(home.journal(), new byte[5_000]);
        Files.write(Files.createDirectories(home.logs()).resolve("agent.log"), new byte[700]);
        Files.createSymbolicLink(home.folder().resolve("link"), home.journal());
        Files.createSymbolicLink(home.folder().resolve("dangling"), folder.resolve("nowhere"));
        figures.look();
        assertThat(heartbeat().footprintBytes()).isEqualTo(own + 5_700);
    }

    @Test
    @DisplayName("AGT-2 a figure that cannot be looked up is not sent, whatever it was before; each change is one line")
    void anOldFigureIsNotSent() throws Exception {
        jobs("first");
        pending("first", EntryKind.FILE, "a", NOW.minusSeconds(60));
        figures.look();
        assertThat(heartbeat().oldestUnarchivedAt()).isPresent();

        journal.fails = true;
        figures.look();
        figures.look();
        assertThat(heartbeat().oldestUnarchivedAt()).isEmpty();
        assertThat(heartbeat().footprintBytes()).as("the other one").isPositive();
        assertThat(times("WARN")).isEqualTo(1);
        assertThat(times("event=figure_unknown figure=oldest_unarchived code=journal_io"))
                .isEqualTo(1);

        Files.move(home.folder(), folder.resolve("elsewhere"));
        figures.look();
        figures.look();
        assertThat(figures.footprintBytes()).isEmpty();
        assertThat(times("event=figure_unknown figure=footprint_bytes code=io")).isEqualTo(1);

        journal.fails = false;
        Files.move(folder.resolve("elsewhere"), home.folder());
        figures.look();
        figures.look();
        assertThat(heartbeat().oldestUnarchivedAt()).contains(NOW.minusSeconds(60));
        assertThat(heartbeat().footprintBytes()).isPositive();
        assertThat(times("event=figure_known")).isEqualTo(2);
        assertThat(times("WARN")).isEqualTo(2);
    }
}

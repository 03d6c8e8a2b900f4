package io.datasync.drills.story;

import io.datasync.agent.journal.SqliteJournal;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Journal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.core.transfer.MachineIds;
import io.datasync.drills.mirror.LiveTree;
import io.datasync.drills.mirror.Mirror;
import io.datasync.drills.runner.InProcessRunner;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.corpus.Instrument;
import io.datasync.testkit.corpus.InstrumentListener;
import io.datasync.testkit.corpus.InstrumentPlan;
import io.datasync.testkit.proxy.FaultProxy;
import io.datasync.testkit.sandbox.Json;
import io.datasync.testkit.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The measurement PC of the story: its instrument, its disk, and the agent's work on it, all by one clock that the story moves.
 *
 * <p>The cycle, the journal, the archive and the client are the agent's own; only that they are called from here gives them the clock.
 */
final class StoryPc implements AutoCloseable {
    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    /** How many files the instrument keeps: about five days of work. */
    static final int FILES_MAX = 60;
    /** Within so many days a change is found that nothing hints at. */
    static final int RESCAN_DAYS = 2;

    static final MassChangeSettings MASS_CHANGE = new MassChangeSettings(20, 15);
    static final Duration QUIET = Duration.ofSeconds(10);

    private static final String JOB = "story-job";

    final MovableClock clock;
    private final Path source;
    private final Path archive;
    private final FaultProxy network;
    private final InProcessRunner runner;
    private final Journal journal;
    private final ClockWatch watch;
    private int seed;

    /** A PC with nothing on it, known to the server. */
    StoryPc(Sandbox sandbox, Instant begin) throws IOException, SyncException {
        Path home = Files.createDirectories(sandbox.folder().resolve("story"));
        source = Files.createDirectories(home.resolve("source"));
        archive = home.resolve("archive");
        clock = MovableClock.at(begin);
        watch = new ClockWatch(
                clock, () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
        network = FaultProxy.before(sandbox.server().address());
        runner = InProcessRunner.in(sandbox, "story", network.uri());
        journal = SqliteJournal.open(home.resolve("journal.db"), clock);
        sandbox.admin()
                .createJob(Json.object(
                        "runnerId",
                        runner.id().text(),
                        "jobId",
                        JOB,
                        "kind",
                        "geometry",
                        "zone",
                        ZONE.getId(),
                        "root",
                        source.toString(),
                        "archiveUrl",
                        archive.toUri().toString()));
    }

    String runnerId() {
        return runner.id().text();
    }

    String jobId() {
        return JOB;
    }

    Path archive() {
        return archive;
    }

    /** The connection to the server. */
    FaultProxy network() {
        return network;
    }

    /** The instrument makes files one after the other, and deletes the oldest beyond its cap. */
    void produce(int files, Duration each) throws IOException {
        try (Instrument instrument = instrument()) {
            for (int made = 0; made < files; made++) {
                clock.advance(each);
                instrument.produce();
            }
        }
    }

    /** Begins a file and leaves it half written. */
    Path beginFile() throws IOException {
        try (Instrument instrument = instrument()) {
            instrument.tick();
        }
        return newest();
    }

    private Instrument instrument() throws IOException {
        return new Instrument(
                source,
                new InstrumentPlan(FILES_MAX, 500, 8_000, 4),
                clock.withZone(ZONE),
                ++seed,
                InstrumentListener.none());
    }

    /** A person, or another program, writes a file now. */
    void write(Path file, String content) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    /** Writes other content into a file that is there. */
    void rewrite(Path file) throws IOException {
        write(file, "once more at " + clock.instant() + "\n" + file.getFileName() + "\n");
    }

    /** Gives a file of the source another name in its folder. */
    Path rename(Path file, String name) throws IOException {
        return Files.move(file, file.resolveSibling(name));
    }

    /** A place in the source. */
    Path at(String path) {
        return source.resolve(path);
    }

    /** The folder of a day. */
    Path folder(LocalDate day) {
        return source.resolve(day.toString());
    }

    /** The files of a day, by name. */
    List<Path> files(LocalDate day) throws IOException {
        return LiveTree.files(folder(day)).stream().sorted().toList();
    }

    /** Name of a file as archive and server have it. */
    String name(Path file) {
        return source.relativize(file).toString();
    }

    private Path newest() throws IOException {
        return LiveTree.files(source).stream()
                .max(Comparator.comparing(file -> file.toFile().lastModified()))
                .orElseThrow();
    }

    /** What is on the disk now. */
    Map<String, Witness.Seen> disk() throws IOException {
        Map<String, Witness.Seen> found = new TreeMap<>();
        for (Map.Entry<String, String> entry : mirror().sourceContent().entrySet()) {
            Path path = source.resolve(entry.getKey());
            if (Files.isRegularFile(path)) {
                Instant modified = Files.getLastModifiedTime(path).toInstant();
                found.put(entry.getKey(), new Witness.Seen(entry.getValue(), modified));
            }
        }
        return found;
    }

    /** Source and archive side by side. */
    Mirror mirror() {
        return new Mirror(source, archive);
    }

    /** The agent does its work once. */
    CycleResult cycle(ChangeDecision changes) throws SyncException {
        CycleSettings settings =
                CycleSettings.defaults(new JobId(JOB)).with(MASS_CHANGE).deciding(changes);
        try (ArchiveStore store = DirectoryStore.at(archive, DirectoryOptions.DEFAULTS)) {
            return new JobCycle(
                            new CycleParts(
                                    source,
                                    journal.job(new JobId(JOB)),
                                    store,
                                    runner.coordinator(),
                                    clock,
                                    watch,
                                    clock::advance,
                                    () -> false,
                                    MachineIds.of("storypc1"),
                                    Optional.of(new Sealing(
                                            runner.id(),
                                            ZONE,
                                            RESCAN_DAYS,
                                            runner.deviceKey(),
                                            archive.resolveSibling("scratch"))),
                                    () -> new RunId(UUID.randomUUID().toString())),
                            settings,
                            CycleListener.NONE)
                    .run();
        }
    }

    /** Puts a folder out of reach, as when a disk or a share is not mounted. */
    static void away(Path folder) throws IOException {
        Files.move(folder, folder.resolveSibling(folder.getFileName() + ".away"));
    }

    /** Brings it back. */
    static void back(Path folder) throws IOException {
        Files.move(folder.resolveSibling(folder.getFileName() + ".away"), folder);
    }

    /** The root of the source. */
    Path source() {
        return source;
    }

    @Override
    public void close() {
        try {
            journal.close();
        } finally {
            network.close();
        }
    }
}

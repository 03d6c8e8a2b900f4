package io.datasync.testkit.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One job of one PC: real files, a movable clock, twins of journal and archive, a double of the server. */
final class CycleFixture {
    static final JobId JOB = new JobId("geometry");

    final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    /** As the movable clock, but for its steps. */
    private Duration steps = Duration.ZERO;

    private final ClockWatch watch = new ClockWatch(
            clock,
            () -> Duration.between(Instant.EPOCH, clock.instant()).minus(steps).toNanos());

    final InMemoryShare share = InMemoryShare.likeADirectory();
    final ServerDouble server = new ServerDouble();
    Coordinator coordinator = server;
    final Path source;
    InMemoryJournal journal = new InMemoryJournal();
    FaultyStore store = new FaultyStore(share.open());
    CycleSettings settings = CycleSettings.defaults(JOB).with(TransferSettings.DEFAULTS.withThreads(1));
    CycleListener listener = CycleListener.NONE;
    Optional<Sealing> sealing = Optional.empty();
    private int runs;

    CycleFixture(Path source) throws SyncException {
        this.source = source;
        store.create(new ArchiveMarker(
                ArchiveMarker.FORMAT_VERSION, "pc-1", JOB.text(), "geometry", "Europe/Berlin", List.of("/data")));
    }

    /** Writes a file with this age, by the movable clock. */
    Path write(String path, String content, Duration age) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(UTF_8));
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(age)));
        return file;
    }

    /** Writes an old file. */
    Path write(String path, String content) throws IOException {
        return write(path, content, Duration.ofHours(1));
    }

    /** Somebody puts the clock right. */
    void step(Duration amount) {
        clock.advance(amount);
        steps = steps.plus(amount);
    }

    JobJournal job() throws SyncException {
        return journal.job(JOB);
    }

    CycleResult cycle() throws SyncException {
        return new JobCycle(
                        new CycleParts(
                                source,
                                job(),
                                store,
                                coordinator,
                                clock,
                                watch,
                                clock::advance,
                                () -> false,
                                MachineIds.of("machine1"),
                                sealing,
                                () -> new RunId("run-" + ++runs)),
                        settings,
                        listener)
                .run();
    }

    /** A cycle some time later. */
    CycleResult cycleAfter(Duration later) throws SyncException {
        clock.advance(later);
        return cycle();
    }

    /** The process died: what journal and share have is all that is left. */
    void restart() throws SyncException {
        journal = journal.crash();
        store = new FaultyStore(share.open());
    }

    /** The current files of the archive. */
    Set<String> archive() throws SyncException {
        Set<String> paths = new TreeSet<>();
        try (ArchiveStore look = share.open()) {
            look.list(file -> paths.add(file.path().text()));
        }
        return paths;
    }

    String content(String path) throws SyncException, IOException {
        try (ArchiveStore look = share.open();
                InputStream in = look.open(RelativePath.parse(path))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    Instant now() {
        return clock.instant();
    }
}

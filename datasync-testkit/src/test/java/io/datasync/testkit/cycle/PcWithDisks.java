package io.datasync.testkit.cycle;

import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.file.FileJournal;
import io.datasync.core.journal.file.log.LogStep;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.disk.RecordingDisk;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.journal.fault.FaultyJournal;
import io.datasync.testkit.store.fault.FaultyStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** One PC whose journal lies in real files, with an archive in a real folder, on two disks that lose what was never made durable. */
final class PcWithDisks implements AutoCloseable {
    static final JobId JOB = new JobId("geometry");

    /** So few that the journal writes pages in every cycle. */
    private static final int CHANGED_MAX = 2;

    final MovableClock clock = MovableClock.at("2026-04-23T10:00:00Z");
    final ServerDouble server = new ServerDouble();
    final RecordingDisk shareDisk;
    final RecordingDisk pcDisk;
    private final DirectoryOptions options;
    private final Path source;
    private final Path share;
    private final Path memory;
    private ProcessLife life = new ProcessLife();
    private Optional<FileJournal> open = Optional.empty();
    private boolean isReplaced;
    private long moments;
    private long cutAt = -1;
    private int runs;

    PcWithDisks(Path place, RecordingDisk.Survival survival, DirectoryOptions options)
            throws IOException, SyncException {
        source = Files.createDirectories(place.resolve("source"));
        share = place.resolve("share");
        memory = place.resolve("memory");
        this.options = options;
        try (DirectoryStore store = DirectoryStore.at(Files.createDirectories(share), DirectoryOptions.DEFAULTS)) {
            store.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION, "pc-1", JOB.text(), "geometry", "Europe/Berlin", List.of("/data")));
        }
        shareDisk = new RecordingDisk(share, survival, this::moment);
        pcDisk = new RecordingDisk(Files.createDirectories(memory), survival, this::moment);
    }

    private void moment() {
        life.requireAlive("on the disk");
        if (moments++ == cutAt) {
            throw life.end("on the disk");
        }
    }

    /** How many moments there were at which a cut leaves something else. */
    long moments() {
        return moments;
    }

    /** The process dies at this moment. */
    void cutAt(long moment) {
        cutAt = moment;
    }

    /** Writes a file an hour old. */
    void write(String path, String content) throws IOException {
        Path file = source.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant().minus(Duration.ofHours(1))));
    }

    /** Tells the disk what the journal has just forced. */
    private void logged(LogStep step) {
        try {
            if (isReplaced) {
                isReplaced = false;
                pcDisk.force(memory);
            }
            switch (step) {
                case WRITTEN -> pcDisk.changed();
                case FORCED -> pcDisk.force(memory.resolve("journal.log"));
                case PAGES_FORCED -> pagesForced();
                case COMPACTED -> pcDisk.force(memory.resolve("journal.log.new"));
                case REPLACED -> {
                    isReplaced = true;
                    pcDisk.changed();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one written last, or both: forcing the other once more changes nothing. */
    private void pagesForced() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(memory, "journal-*.pages")) {
            for (Path file : files) {
                pcDisk.force(file);
            }
        }
        pcDisk.force(memory);
    }

    /** A start of the agent, and its first cycle; empty when it died in it. */
    Optional<CycleResult> cycle() throws SyncException {
        clock.advance(Duration.ofMinutes(1));
        life = new ProcessLife();
        isReplaced = false;
        try (DirectoryStore archive =
                        DirectoryStore.at(share, options.withSteps(step -> shareDisk.changed()), shareDisk);
                FileJournal journal = FileJournal.open(memory, clock, this::logged, CHANGED_MAX)) {
            open = Optional.of(journal);
            JobJournal job = FaultyJournal.around(journal, Faults.NONE, life).job(JOB);
            CycleParts parts = new CycleParts(
                    source,
                    job,
                    new FaultyStore(archive, Faults.NONE, life),
                    server,
                    clock,
                    new ClockWatch(clock, () -> Duration.between(Instant.EPOCH, clock.instant())
                            .toNanos()),
                    clock::advance,
                    life::isDead,
                    MachineIds.of("machine1"),
                    Optional.empty(),
                    () -> new RunId("run-" + ++runs));
            CycleSettings settings = CycleSettings.defaults(JOB)
                    .with(TransferSettings.DEFAULTS.withThreads(1).withBatches(2, 1 << 20, Duration.ofHours(1)));
            return Optional.of(new JobCycle(parts, settings, CycleListener.NONE).run());
        } catch (SimulatedCrash crash) {
            return Optional.empty();
        }
    }

    /** Power is cut on both machines, or on one of them; the process is dead in any case. */
    void powerCut(boolean ofShare, boolean ofPc, Random random) throws IOException {
        cutAt = -1;
        if (ofShare) {
            shareDisk.powerCut(random);
        }
        if (ofPc) {
            pcDisk.powerCut(random);
        }
    }

    /** What the journal holds for verified. */
    List<Fact> verified() throws SyncException {
        List<Fact> facts = new ArrayList<>();
        try (FileJournal journal = FileJournal.readOnly(memory)) {
            JobJournal job = journal.job(JOB);
            for (FolderName folder : job.folders()) {
                try (JournalCursor entries = job.entries(folder)) {
                    for (JournalEntry entry = entries.next(); entry != null; entry = entries.next()) {
                        entry.verified()
                                .filter(fact -> fact.entry().kind() == EntryKind.FILE)
                                .ifPresent(facts::add);
                    }
                }
            }
        }
        return facts;
    }

    /** Whether the archive holds this content, as the file or as one of its versions, byte for byte. */
    boolean holds(Fact fact) throws IOException {
        RelativePath path = fact.entry().path();
        Path file = share.resolve(path.text());
        if (Files.isRegularFile(file) && digest(file).equals(fact.digest())) {
            return true;
        }
        Path versions = share.resolve(".datasync/versions").resolve(path.text());
        if (!Files.isDirectory(versions)) {
            return false;
        }
        try (Stream<Path> all = Files.list(versions)) {
            for (Path version : all.toList()) {
                if (digest(version).equals(fact.digest())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Digest digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.ofAll(in);
        }
    }

    /** What is archived under a name of the source. */
    String archived(String path) throws IOException {
        return Files.readString(share.resolve(path));
    }

    /** What staging holds. */
    List<Path> staging() throws IOException {
        try (Stream<Path> all = Files.list(share.resolve(".datasync/staging"))) {
            return all.toList();
        }
    }

    @Override
    public void close() throws IOException {
        open.ifPresent(FileJournal::close);
        shareDisk.close();
        pcDisk.close();
    }
}

package io.datasync.testkit.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.corpus.FileTree;
import io.datasync.testkit.fault.ChanceFaults;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.index.fault.FaultyStateIndex;
import io.datasync.testkit.index.memory.InMemoryStateIndex;
import io.datasync.testkit.journal.JournalState;
import io.datasync.testkit.journal.fault.FaultyJournal;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.network.SimulatedNetwork;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Some days of two PCs and their server from one seed, with faults of every kind everywhere, told call by call. Its {@link #main} prints the digest of
 * what was told.
 */
final class SeededWorld {
    private static final int CYCLES = 16;
    private static final double FAULTS = 0.02;

    /** The identity of a root, which the file system gives. */
    private static final Pattern INODE = Pattern.compile("inode:[0-9]+");

    private final SplittableRandom random;
    private final Path folder;
    private final Consumer<String> trace;
    private final MovableClock clock = MovableClock.at("2026-04-20T06:00:00Z");
    private final InMemoryStateIndex memory = new InMemoryStateIndex(clock);
    private final InMemoryKeys keys;
    private final RandomIds ids;
    private final Faults faults;
    private final List<Pc> pcs = new ArrayList<>();
    private ProcessLife server = new ProcessLife();
    private CoordinatorRules rules;

    /** One PC, and what outlives its processes. */
    private static final class Pc {
        final JobId job;
        final RunnerId runner;
        final Path source;
        final InMemoryShare share = InMemoryShare.likeADirectory();
        InMemoryJournal disk;

        Pc(int number, Path folder, MovableClock clock) throws IOException, SyncException {
            job = new JobId("job-" + number);
            runner = new RunnerId("pc-" + number);
            source = Files.createDirectories(folder.resolve(runner.text()));
            disk = new InMemoryJournal(clock);
            try (ArchiveStore store = share.open()) {
                store.create(new ArchiveMarker(
                        ArchiveMarker.FORMAT_VERSION, runner.text(), job.text(), "geometry", "UTC", List.of("/data")));
            }
        }
    }

    private SeededWorld(long seed, Path folder, Consumer<String> trace) throws IOException, SyncException {
        random = new SplittableRandom(seed);
        this.folder = folder;
        this.trace = trace;
        keys = new InMemoryKeys(seed);
        ids = new RandomIds(random.split());
        faults = new ChanceFaults(random.split(), FAULTS, true);
        for (int number = 1; number <= 2; number++) {
            Pc pc = new Pc(number, folder, clock);
            pcs.add(pc);
            memory.addJob(pc.job, pc.runner, "memory:" + number);
        }
        rules = started();
    }

    private CoordinatorRules started() {
        StateIndex index = new FaultyStateIndex(memory, faults, server);
        return new CoordinatorRules(
                index,
                Traced.of(EpochLedger.class, new NoLedger(), "ledger", trace),
                event -> trace.accept("audit " + event),
                new SealingParts(
                        url -> pcs.get(Integer.parseInt(url.substring(url.length() - 1)) - 1)
                                .share
                                .open(),
                        keys,
                        clock),
                CoordinatorSettings.DEFAULTS);
    }

    private static final class NoLedger implements EpochLedger {
        @Override
        public long read(String archiveUrl) {
            return 0;
        }

        @Override
        public void raise(String archiveUrl, long epoch) {}
    }

    /** What a seed leads to, in one number; told line by line besides. */
    static String sum(long seed, Path folder, Consumer<String> listener) throws IOException, SyncException {
        MessageDigest digest = Digest.sha256();
        Path own = folder.resolve("world-" + seed);
        try {
            new SeededWorld(seed, own, told -> {
                        String line = INODE.matcher(told).replaceAll("inode") + "\n";
                        listener.accept(line);
                        digest.update(line.getBytes(UTF_8));
                    })
                    .live();
        } finally {
            FileTree.delete(own);
        }
        return Digest.of(digest.digest()).hex();
    }

    private void live() throws IOException, SyncException {
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            for (Pc pc : pcs) {
                change(pc, cycle);
                clock.advance(Duration.ofMinutes(random.nextInt(1, 600)));
                if (server.isDead()) {
                    server = new ProcessLife();
                    rules = started();
                }
                run(pc);
            }
        }
        for (Pc pc : pcs) {
            trace.accept("journal " + JournalState.of(pc.disk.job(pc.job)));
            for (FolderRow folderRow : memory.folders(pc.job)) {
                trace.accept("index " + folderRow + memory.entries(folderRow.id()));
            }
            trace.accept("losses " + memory.losses(pc.job) + memory.alerts(pc.job));
        }
    }

    private void change(Pc pc, int cycle) throws IOException {
        for (int i = random.nextInt(5); i > 0; i--) {
            Path file = pc.source.resolve("2026-04-" + (20 + cycle / 4) + "/part-" + random.nextInt(12));
            Files.createDirectories(file.resolveSibling("."));
            if (random.nextInt(6) == 0) {
                Files.deleteIfExists(file);
            } else {
                Files.writeString(file, "content " + random.nextInt(1_000));
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            }
            // Otherwise it has the time at which this test runs.
            Files.setLastModifiedTime(file.resolveSibling("."), FileTime.from(clock.instant()));
        }
    }

    private void run(Pc pc) throws SyncException {
        ProcessLife life = new ProcessLife();
        FaultyJournal journal = FaultyJournal.over(pc.disk, faults, life);
        try (ArchiveStore store = new FaultyStore(pc.share.open(), faults, life)) {
            CycleParts parts = new CycleParts(
                    pc.source,
                    Traced.of(JobJournal.class, journal.job(pc.job), "journal", trace),
                    Traced.of(ArchiveStore.class, store, "store", trace),
                    Traced.of(
                            Coordinator.class,
                            new SimulatedNetwork(() -> rules.forRunner(pc.runner), faults, life),
                            "network",
                            trace),
                    clock,
                    new ClockWatch(clock, () -> Duration.between(Instant.EPOCH, clock.instant())
                            .toNanos()),
                    clock::advance,
                    life::isDead,
                    MachineIds.of(pc.runner.text().replace('-', '.')),
                    Optional.of(
                            new Sealing(pc.runner, ZoneOffset.UTC, keys.runner(pc.runner), folder.resolve("scratch"))),
                    ids::run);
            trace.accept("cycle " + new JobCycle(parts, oneThread(pc.job), CycleListener.NONE).run());
        } catch (SimulatedCrash crash) {
            trace.accept("crash " + crash.getMessage());
            pc.disk = journal.reopened(random.nextBoolean());
        } catch (SyncException e) {
            trace.accept("failed " + e.code());
        }
    }

    private static CycleSettings oneThread(JobId job) {
        CycleSettings usual = CycleSettings.defaults(job);
        return new CycleSettings(
                job,
                usual.filter(),
                usual.quietPeriod(),
                usual.settleMax(),
                usual.alwaysOpens(),
                usual.acceptsSource(),
                1,
                TransferSettings.DEFAULTS.withThreads(1).withBatches(3, 1 << 20, Duration.ofHours(1)),
                usual.massChange(),
                usual.changes(),
                usual.pool());
    }

    /** Prints what seeds lead to: the first seed, how many, and a folder for the sources. */
    public static void main(String[] arguments) throws IOException, SyncException {
        long first = Long.parseLong(arguments[0]);
        for (long seed = first; seed < first + Long.parseLong(arguments[1]); seed++) {
            System.out.println(sum(seed, Path.of(arguments[2]), arguments.length > 3 ? System.out::print : line -> {}));
        }
    }
}

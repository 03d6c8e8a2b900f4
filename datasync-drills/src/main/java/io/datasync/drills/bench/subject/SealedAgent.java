package io.datasync.drills.bench.subject;

import com.sun.management.OperatingSystemMXBean;
import io.datasync.agent.journal.SqliteJournal;
import io.datasync.core.cycle.CycleListener;
import io.datasync.core.cycle.CycleParts;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.cycle.JobCycle;
import io.datasync.core.cycle.seal.Sealing;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JobPool;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.purge.PurgePool;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.directory.DirectoryOptions;
import io.datasync.core.store.directory.DirectoryStore;
import io.datasync.core.transfer.MachineIds;
import io.datasync.drills.bench.measure.Contender;
import io.datasync.drills.bench.measure.Measured;
import io.datasync.drills.bench.measure.Tools;
import io.datasync.drills.bench.measure.Turns;
import io.datasync.drills.bench.measure.Usage;
import io.datasync.testkit.key.TestKeys;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The cycles of an agent at work, without its network: its journal in SQLite, and every folder but the newest sealed. Each is run in turn with one
 * {@code find} over the same source. Arguments: the source, a folder for the journal, how many rounds.
 *
 * <p>Prints a line for each run that was measured: who, and what it took in nanoseconds of wall and processor time and in bytes.
 */
public final class SealedAgent {
    private static final JobId JOB = new JobId("measured");
    /** Until the agent believes the times of its folders, and its compiler is done with what matters. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    private static final int MANY = 2_000_000;

    private final Path source;
    private final JobJournal journal;
    private final ArchiveStore store;
    private final Clock clock;
    private final Sealing sealing;

    private SealedAgent(Path source, JobJournal journal, ArchiveStore store, Clock clock, Path scratch) {
        this.source = source;
        this.journal = journal;
        this.store = store;
        this.clock = clock;
        sealing = new Sealing(new RunnerId("measured"), ZoneId.of("UTC"), TestKeys.signer(), scratch);
    }

    /** Fills the journal when it is new, and measures. */
    public static void main(String[] args) throws SyncException, IOException {
        Path source = Path.of(args[0]);
        Path home = Files.createDirectories(Path.of(args[1]));
        Clock clock = Clock.systemUTC();
        try (SqliteJournal journal = SqliteJournal.open(home.resolve("journal.db"), clock);
                ArchiveStore store = DirectoryStore.at(home.resolve("archive"), DirectoryOptions.DEFAULTS)) {
            SealedAgent agent = new SealedAgent(source, journal.job(JOB), store, clock, home.resolve("scratch"));
            new KnownSource(agent.journal, source, clock).fill();
            agent.measure(Integer.parseInt(args[2]), new Tools(home.resolve("logs")));
        }
    }

    private void measure(int rounds, Tools tools) throws SyncException, IOException {
        for (long begin = System.nanoTime(); System.nanoTime() - begin < WARM_UP.toNanos(); ) {
            cycle();
        }
        List<String> find =
                List.of("sh", "-c", "exec find \"$0\" -printf '%p %s %T@\\n' >/dev/null", source.toString());
        for (Measured each :
                Turns.take(rounds, List.of(Contender.of("cycle", this::measured), tools.contender("find", find)))) {
            for (Usage usage : each.runs()) {
                System.out.println(each.name() + " " + usage.wall().toNanos() + " "
                        + usage.cpu().toNanos() + " " + usage.peakBytes());
            }
        }
    }

    private Usage measured() throws IOException {
        Duration cpu = cpu();
        long begin = System.nanoTime();
        try {
            cycle();
        } catch (SyncException e) {
            throw new IOException(e);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        return new Usage(wall, cpu().minus(cpu), peakBytes());
    }

    private void cycle() throws SyncException {
        CycleParts parts = new CycleParts(
                source,
                journal,
                store,
                new AwayCoordinator(),
                clock,
                new ClockWatch(clock, System::nanoTime),
                duration -> {},
                () -> false,
                MachineIds.of("00112233445566778899aabbccddeeff"),
                Optional.of(sealing),
                () -> new RunId("ffeeddccbbaa99887766554433221100"));
        CycleSettings settings = CycleSettings.defaults(JOB)
                .with(new JobPool(new PurgePool("pc", OptionalLong.of(MANY), OptionalLong.empty()), List.of()));
        CycleResult result = new JobCycle(parts, settings, CycleListener.NONE).run();
        if (result.run().isPresent() || result.failure().isPresent() || result.incompleteFolders() > 0) {
            throw new IllegalStateException("No idle cycle: " + result);
        }
    }

    private static Duration cpu() {
        return Duration.ofNanos(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
    }

    private static long peakBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("The system does not tell the peak of the memory");
    }
}

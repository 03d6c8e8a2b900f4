package io.datasync.server.sync.index;

import static io.datasync.server.sync.index.Samples.JOB;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.coordinator.CoordinatorSettings;
import io.datasync.core.coordinator.EpochLedger;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.server.sync.sql.DatabaseKind;
import io.datasync.server.sync.sql.TestDatabase;
import io.datasync.testkit.key.InMemoryKeys;
import io.datasync.testkit.store.memory.InMemoryArchives;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures the rules over the JDBC index: reports, then comparisons of what was reported. By hand, not part of any test run:
 * {@code java -Xmx256m ... IndexThroughput h2|postgresql ENTRIES FOLDERS}.
 */
final class IndexThroughput {
    private final Coordinator coordinator;
    private final int entries;
    private final int folders;

    private IndexThroughput(Coordinator coordinator, int entries, int folders) {
        this.coordinator = coordinator;
        this.entries = entries;
        this.folders = folders;
    }

    public static void main(String[] arguments) throws Exception {
        TestDatabase database = (arguments[0].equals("h2") ? DatabaseKind.H2_IN_FILE : DatabaseKind.POSTGRESQL).start();
        database.clear();
        Samples.addJob(database, JOB);
        var index = new JdbcStateIndex(
                database.transactions(database.dataSource(), Duration.ofSeconds(30)),
                IndexHooks::write,
                IndexHooks.ALERTS,
                tally -> {});
        var rules = new CoordinatorRules(
                index,
                new NoShare(),
                event -> {},
                new SealingParts(new InMemoryArchives(), new InMemoryKeys(), InstantSource.system()),
                CoordinatorSettings.DEFAULTS);
        new IndexThroughput(
                        rules.forRunner(new RunnerId("pc-1")),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]))
                .run();
        System.exit(0);
    }

    private void run() throws SyncException {
        RunId run = new RunId("throughput");
        FencingToken token = coordinator
                .open(new OpenRequest(run, JOB, 1, false, Optional.empty(), FencingToken.NONE, List.of()))
                .token();
        measure("report", () -> report(run, token));
        measure("compare, all known", () -> compare(run, token, 2, 1));
        measure("compare, every tenth gone", () -> compare(run, token, 3, 10));
        measure("compare, all known, same scan", () -> compare(run, token, 3, 10));
    }

    private void report(RunId run, FencingToken token) throws SyncException {
        List<Report> batch = new ArrayList<>();
        for (int number = 0; number < entries; number++) {
            batch.add(new Report.Verified(1, new Fact(entry(number), Digest.OF_NOTHING, Samples.NOON)));
            if (batch.size() == ProgressRequest.REPORTS_MAX || number == entries - 1) {
                coordinator.progress(run, token, new ProgressRequest(batch));
                batch.clear();
            }
        }
    }

    private void compare(RunId run, FencingToken token, long scanSeq, int leftOut) throws SyncException {
        Map<CompareVerdict, Long> verdicts = new EnumMap<>(CompareVerdict.class);
        var lines = new Lines(leftOut);
        coordinator.compare(
                run, token, scanSeq, lines::next, answer -> verdicts.merge(answer.verdict(), 1L, Long::sum));
        long known = verdicts.getOrDefault(CompareVerdict.KNOWN, 0L);
        if (known != lines.items) {
            throw new IllegalStateException(known + " known of " + lines.items);
        }
    }

    private SourceEntry entry(int number) {
        int perFolder = (entries + folders - 1) / folders;
        return SourceEntry.file(
                RelativePath.known(
                        String.format(Locale.ROOT, "day-%05d/sub/part-%07d.csv", number / perFolder, number)),
                number,
                number * 7L);
    }

    /** The entries in their order, made one by one; some are left out. */
    private final class Lines {
        private final int leftOut;
        private int number;
        private int items;
        private @Nullable SourceEntry open;

        Lines(int leftOut) {
            this.leftOut = leftOut;
        }

        @Nullable
        CompareLine next() {
            SourceEntry before = open;
            while (leftOut > 1 && number % leftOut == 0 && number < entries) {
                number++;
            }
            SourceEntry entry = number < entries ? entry(number) : null;
            if (before != null
                    && (entry == null
                            || !entry.path().folder().equals(before.path().folder()))) {
                open = null;
                return new CompareLine.End(before.path().folder(), true);
            }
            if (entry == null) {
                return null;
            }
            open = entry;
            if (before == null) {
                return new CompareLine.Start(entry.path().folder());
            }
            number++;
            items++;
            return new CompareLine.Item(entry, Optional.of(Digest.OF_NOTHING));
        }
    }

    private interface Step {
        void run() throws SyncException;
    }

    private void measure(String what, Step step) throws SyncException {
        var threads = ManagementFactory.getThreadMXBean();
        var pools = ManagementFactory.getMemoryPoolMXBeans();
        pools.forEach(pool -> pool.resetPeakUsage());
        long cpu = threads.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
        long peak = pools.stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%-32s %,d entries in %.1f s: %,.0f/s; %.1f s of CPU here; heap at most %d MiB; load %.1f%n",
                what,
                entries,
                seconds,
                entries / seconds,
                cpuSeconds,
                peak >> 20,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** No share: every start is the first one. */
    private static final class NoShare implements EpochLedger {
        @Override
        public long read(String archiveUrl) {
            return 0;
        }

        @Override
        public void raise(String archiveUrl, long epoch) {
            // Nothing outlives this measurement.
        }
    }
}

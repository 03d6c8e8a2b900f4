package io.datasync.drills.bench;

import io.datasync.drills.bench.cases.Subject;
import io.datasync.drills.bench.ground.Ground;
import io.datasync.drills.bench.kill.KillComparison;
import io.datasync.drills.bench.kill.KillReport;
import io.datasync.drills.bench.kill.KillResult;
import io.datasync.drills.bench.measure.LoadAverage;
import io.datasync.drills.bench.measure.Tools;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kills tools while they copy, and shows what that leaves. */
@Command(
        name = "kill",
        sortOptions = false,
        description =
                "Kills DataSync, rsync, rclone, cp and restic while they copy, lets them run again, and counts what is broken or left over.",
        footer = {
            "",
            "Exit codes: 0 DataSync left nothing broken, nothing over, and copied nothing again that it had finished; 1 it did, or the work",
            "failed; 2 wrong command line."
        })
final class KillCommand implements Callable<Integer> {
    /** Where first archives of the core are measured with this much, so are kills. */
    private static final int HEAP_MIB = 128;

    @Option(names = "--seed", paramLabel = "N", description = "gives the moments of the kills; default: 1")
    private long seed = 1;

    @Mixin
    private BenchOptions options = new BenchOptions();

    private final Clock clock;

    KillCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        options.check();
        return BenchFailure.shown(this::compare);
    }

    private boolean compare() throws IOException {
        double before = LoadAverage.now();
        List<KillResult> results;
        String where;
        try (Ground ground = Ground.open(options.dir(), options.keeps())) {
            where = ground.description();
            Tools tools = new Tools(options.dir().resolve("logs"));
            results = new KillComparison(ground, tools, new Subject(HEAP_MIB, tools, options.dir()))
                    .compare(options.rounds(), seed);
        }
        KillReport report = new KillReport(clock.instant(), where, seed, before, LoadAverage.now(), results);
        System.out.print(options.json() ? report.json() : report.table());
        return results.get(0).isClean();
    }
}

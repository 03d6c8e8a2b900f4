package io.datasync.drills.bench;

import io.datasync.drills.bench.cases.Case;
import io.datasync.drills.bench.cases.Cases;
import io.datasync.drills.bench.cases.Place;
import io.datasync.drills.bench.cases.Subject;
import io.datasync.drills.bench.ground.Ground;
import io.datasync.drills.bench.measure.LoadAverage;
import io.datasync.drills.bench.measure.Tools;
import io.datasync.drills.bench.report.CaseResult;
import io.datasync.drills.bench.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs the cases, one after the other, and prints their table. */
@Command(
        name = "core",
        sortOptions = false,
        description = "The core's speed and memory beside rclone, rsync and find, each run in turn with it.",
        footer = {
            "",
            "Exit codes: 0 measured, whether targets were met or not; 1 the work failed; 2 wrong command line."
        })
final class CoreCommand implements Callable<Integer> {
    @Option(
            names = "--corpus",
            split = ",",
            paramLabel = "G|L|M",
            description =
                    "only the cases over these corpora: G 100,000 files of 2-40 KB, L 40 of 64 MiB, M 1,000,000 tiny ones")
    private List<String> corpora = List.of();

    @Option(
            names = "--case",
            split = ",",
            paramLabel = "NAME",
            description = "only these: no-change, new-files, first-archive, verify, diff, sealed")
    private List<String> names = List.of();

    @Option(
            names = "--heap",
            paramLabel = "MIB",
            description = "the heap of DataSync's process while it archives, in MiB; default: 32")
    private int heapMib = 32;

    @Mixin
    private BenchOptions options = new BenchOptions();

    private final Clock clock;

    CoreCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        List<Case> cases = Cases.chosen(names, corpora);
        if (cases.isEmpty()) {
            throw new ParameterException(
                    options.commandLine(),
                    "No such case: --case is one of " + Cases.names()
                            + ", --corpus one of G, L and M, with a case of it.");
        }
        options.check();
        return BenchFailure.shown(() -> measure(cases));
    }

    private boolean measure(List<Case> cases) throws IOException {
        double before = LoadAverage.now();
        List<CaseResult> results = new ArrayList<>();
        String where;
        boolean whole = true;
        Path dir = options.dir();
        try (Ground ground = Ground.open(dir, options.keeps())) {
            where = ground.description();
            Tools tools = new Tools(dir.resolve("logs"));
            Place place = new Place(ground, tools, new Subject(heapMib, tools, dir), options.rounds());
            for (Case each : cases) {
                System.err.println("Measuring: " + each.title());
                whole &= BenchFailure.shown(() -> results.add(each.measure(place))) == 0;
                if (Thread.currentThread().isInterrupted()) {
                    // What was measured until then is shown all the same.
                    break;
                }
            }
        }
        Report report = new Report(clock.instant(), where, options.rounds(), before, LoadAverage.now(), results);
        System.out.print(options.json() ? report.json() : report.table());
        return whole;
    }
}

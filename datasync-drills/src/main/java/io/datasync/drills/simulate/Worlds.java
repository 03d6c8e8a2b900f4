package io.datasync.drills.simulate;

import io.datasync.testkit.simulation.Simulation;
import io.datasync.testkit.simulation.SimulationResult;
import io.datasync.testkit.simulation.world.InMemoryIndexHome;
import io.datasync.testkit.simulation.world.IndexHome;
import io.datasync.testkit.simulation.world.IndexHomes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Runs many worlds, several at a time, and says in the end how they went. */
final class Worlds {
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private final SimulateOptions options;
    private final PrintStream out;
    private final Summary summary;

    Worlds(SimulateOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        summary = new Summary(options);
    }

    /** Whether every invariant held in all of them. */
    boolean run() throws IOException, InterruptedException {
        Path folder = Files.isWritable(IN_MEMORY)
                ? Files.createTempDirectory(IN_MEMORY, "datasync-simulate")
                : Files.createTempDirectory("datasync-simulate");
        ExecutorService activities = Executors.newCachedThreadPool(Worlds::daemon);
        try {
            Simulation simulation =
                    new Simulation(folder, activities, databases(), options.trace() ? out::println : line -> {});
            runAll(simulation);
        } finally {
            activities.shutdownNow();
            Files.delete(folder);
        }
        summary.faults().forEach(out::println);
        out.println(summary.line());
        return summary.failed() == 0;
    }

    private Function<Clock, IndexHome> databases() {
        if (!options.h2()) {
            return InMemoryIndexHome::new;
        }
        return ServiceLoader.load(IndexHomes.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The server's index is not on the class path"));
    }

    private void runAll(Simulation simulation) throws InterruptedException {
        AtomicLong next = new AtomicLong(options.from());
        long end = options.from() + options.seeds();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < options.workers(); i++) {
            Thread worker = daemon(() -> {
                for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                    take(runOne(simulation, seed));
                }
            });
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private SimulationResult runOne(Simulation simulation, long seed) {
        return options.scenario().isPresent()
                ? simulation.run(seed, options.scenario().get())
                : simulation.run(seed);
    }

    private synchronized void take(SimulationResult result) {
        summary.add(result);
        result.failure().ifPresent(failure -> {
            out.println("Seed " + result.seed() + " (" + result.scenario().text() + ") failed at step " + result.steps()
                    + ": " + failure);
            result.last().forEach(line -> out.println("    " + line));
            failure.printStackTrace(out);
            out.println("Again, with every step: ./datasync simulate --seeds 1 --from " + result.seed() + " --scenario "
                    + result.scenario().text() + (options.h2() ? " --h2" : "") + " --trace");
        });
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "simulated");
        thread.setDaemon(true);
        return thread;
    }
}

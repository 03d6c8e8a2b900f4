package io.datasync.testkit.simulation;

import io.datasync.testkit.simulation.broken.Breakage;
import io.datasync.testkit.simulation.weather.Trace;
import io.datasync.testkit.simulation.world.IndexHome;
import io.datasync.testkit.simulation.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one world after the other, each from its seed. The same seed gives the same world, step by step, on every machine.
 *
 * <p>Thread-safe: worlds share nothing.
 */
public final class Simulation {
    private final Path folder;
    private final Executor threads;
    private final Function<Clock, IndexHome> databases;
    private final Consumer<String> listener;

    /**
     * Simulations that keep the sources of their PCs in a folder.
     *
     * @param folder best in memory; each world has one of its own in it and deletes that when it is done
     * @param threads runs each activity at once in a thread of its own
     * @param databases makes an empty database that tells the time of a clock
     * @param listener is told of every step
     */
    public Simulation(Path folder, Executor threads, Function<Clock, IndexHome> databases, Consumer<String> listener) {
        this.folder = folder;
        this.threads = threads;
        this.databases = databases;
        this.listener = listener;
    }

    /** Runs the world of a seed, about whatever the seed chooses. */
    public SimulationResult run(long seed) {
        return run(seed, Scenario.of(seed));
    }

    /** Runs the world of a seed, about this. */
    public SimulationResult run(long seed, Scenario scenario) {
        return run(seed, scenario, Breakage.NONE);
    }

    /** Runs the world of a seed, about this, with something broken. */
    public SimulationResult run(long seed, Scenario scenario, Breakage breakage) {
        Path own = folder.resolve("seed-" + seed);
        Trace trace = new Trace(listener);
        try {
            Files.createDirectories(own);
            try (World world = World.of(seed, scenario.plan(breakage), databases, own, trace, threads)) {
                @Nullable Throwable failure = world.live();
                return new SimulationResult(
                        seed,
                        scenario,
                        trace.steps(),
                        world.age(),
                        world.cycles(),
                        world.faults(),
                        trace.sum(),
                        Optional.ofNullable(failure),
                        trace.last());
            } finally {
                delete(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

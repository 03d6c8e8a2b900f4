package io.datasync.testkit.simulation;

import io.datasync.testkit.simulation.world.InMemoryIndexHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Simulations for tests, whose sources lie in memory where the machine has room there. */
final class Simulations implements AutoCloseable {
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated");
        thread.setDaemon(true);
        return thread;
    });
    private final Path folder;

    Simulations() throws IOException {
        folder = Files.isWritable(IN_MEMORY)
                ? Files.createTempDirectory(IN_MEMORY, "datasync-simulation")
                : Files.createTempDirectory("datasync-simulation");
    }

    Simulation over(Consumer<String> listener) {
        return new Simulation(folder, threads, InMemoryIndexHome::new, listener);
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        Files.delete(folder);
    }
}

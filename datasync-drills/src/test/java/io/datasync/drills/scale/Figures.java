package io.datasync.drills.scale;

import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** What was measured: printed, and kept in a file that grows. */
final class Figures {
    private static final Path FILE = Path.of("target", "scale", "figures.txt");

    private final String title;
    private final RunningProcess server;

    Figures(String title, RunningProcess server) {
        this.title = title;
        this.server = server;
    }

    /** A part of the work. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    /** Does it and notes its time and the server's peak memory so far. */
    void measure(String what, int entries, Step step) throws Exception {
        long begin = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        note(String.format(
                Locale.ROOT,
                "%-28s %-36s %9d entries %7.1f s %8.0f/s; server's peak %4d MiB; load %.1f",
                title,
                what,
                entries,
                seconds,
                entries / seconds,
                server.peakMemoryBytes().orElse(-1) >> 20,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    }

    private static void note(String line) throws IOException {
        System.out.println(line);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

package io.datasync.drills.bench.measure;

import io.datasync.testkit.process.Launch;
import io.datasync.testkit.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs programs, measured or not; each leaves what it printed in a log. For one thread. */
public final class Tools {
    /** No run takes longer, or it hangs. */
    private static final Duration BOUND = Duration.ofHours(1);

    private static final Path TIME = Path.of("/usr/bin/time");
    private static final int MILLIS_PER_HUNDREDTH = 10;
    private static final int KIB = 1024;

    private final Path logs;

    /** Logs go to this folder. */
    public Tools(Path logs) {
        this.logs = logs;
    }

    /** Runs a program to its end, which must be a good one. */
    public void run(String... command) throws IOException {
        run(List.of(command));
    }

    /** Runs a program to its end, which must be a good one, and returns the lines it printed. */
    public List<String> run(List<String> command) throws IOException {
        Path log = freshLog(command);
        try (RunningProcess process = launch(command, log).start()) {
            requireGood(process, command);
        }
        return Files.readAllLines(log);
    }

    /** Begins to run a program. */
    public RunningProcess start(List<String> command) throws IOException {
        return launch(command, freshLog(command)).start();
    }

    /** Runs a program to its end, which must be a good one, and says what it took. */
    public Usage measure(List<String> command) throws IOException {
        Path figures = logs.resolve("time");
        Files.deleteIfExists(figures);
        List<String> timed = new ArrayList<>(List.of(TIME.toString(), "-o", figures.toString(), "-f", "%U %S %M"));
        timed.addAll(command);
        long begin = System.nanoTime();
        try (RunningProcess process = launch(timed, freshLog(command)).start()) {
            requireGood(process, command);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - begin);
        String[] told = Files.readString(figures).strip().split(" ", -1);
        return new Usage(wall, hundredths(told[0]).plus(hundredths(told[1])), Long.parseLong(told[2]) * KIB);
    }

    /** A measured command as a contender. */
    public Contender contender(String name, List<String> command) {
        return Contender.of(name, () -> measure(command));
    }

    private static Duration hundredths(String seconds) {
        return Duration.ofMillis(Long.parseLong(seconds.replace(".", "")) * MILLIS_PER_HUNDREDTH);
    }

    private static void requireGood(RunningProcess process, List<String> command) {
        int code = process.awaitExit(BOUND);
        if (code != 0) {
            throw process.failure(command.get(0) + " did not do its work");
        }
    }

    private Path freshLog(List<String> command) throws IOException {
        Path log = logs.resolve(Path.of(command.get(0)).getFileName() + ".log");
        Files.createDirectories(logs);
        Files.deleteIfExists(log);
        return log;
    }

    private static Launch launch(List<String> command, Path log) {
        // A config file of the person who measures is none of rclone's business here, and restic has no secrets.
        return new Launch(Path.of(command.get(0)).getFileName().toString(), command, log)
                .environment("RCLONE_CONFIG", "/dev/null")
                .environment("RESTIC_PASSWORD", "measured");
    }
}

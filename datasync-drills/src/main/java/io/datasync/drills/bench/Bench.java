package io.datasync.drills.bench;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./datasync bench}. */
@Command(
        name = "./datasync bench",
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures the core beside the tools that people would use instead.")
public final class Bench {
    private static final long END_SECONDS = 120;

    private Bench() {}

    /** Measures, and ends the process: 0 measured, 1 the work failed, 2 wrong command line, 3 a tool is missing. */
    public static void main(String[] args) {
        Thread measuring = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(measuring, ended), "end-bench"));
        int exitCode = 1;
        try {
            exitCode = new CommandLine(new Bench())
                    .addSubcommand(new CoreCommand(Clock.systemUTC()))
                    .addSubcommand(new KillCommand(Clock.systemUTC()))
                    .execute(args);
        } finally {
            ended.countDown();
        }
        System.exit(exitCode);
    }

    /** On a signal, what is being measured ends in order, and its ground is cleared away, before the process does. */
    private static void end(Thread measuring, CountDownLatch ended) {
        try {
            if (ended.getCount() > 0) {
                measuring.interrupt();
                if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("The work did not end in time; something may be left below --dir.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

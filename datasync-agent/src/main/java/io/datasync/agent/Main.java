package io.datasync.agent;

import io.datasync.agent.cli.AgentCommand;
import io.datasync.agent.log.AgentLog;
import io.datasync.agent.work.StopSignal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts the agent: the only place that asks the system for its clock, and the only one that ends the process. */
public final class Main {
    /** A service manager is promised an end within 10 s. */
    private static final long STOP_SECONDS = 9;

    private Main() {}

    /** Runs a command line; its exit codes are those of {@link io.datasync.agent.cli.ExitCode}. */
    public static void main(String[] args) {
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(stop, ended), "stop"));
        int code = AgentCommand.execute(
                args,
                System.getenv(),
                Clock.systemUTC(),
                stop,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        AgentLog.end();
        ended.countDown();
        System.exit(code);
    }

    private static void awaitEnd(StopSignal stop, CountDownLatch ended) {
        stop.give();
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("The agent did not end in time and is cut off; the next start makes good.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

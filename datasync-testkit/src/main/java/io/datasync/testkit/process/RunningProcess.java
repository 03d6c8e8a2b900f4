package io.datasync.testkit.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.jspecify.annotations.Nullable;

/**
 * A process that this JVM started, by {@link Launch#start}.
 *
 * <p>Signals go to this very process by its handle, never to a name, and so never to another process that got the same
 * id later. When this JVM ends, in whatever way, the process ends: in order at a normal end or on a signal (the last
 * started first, TERM, then KILL), at once when the JVM itself is killed.
 *
 * <p>Thread-safe. Every wait is bounded; an interrupt ends a wait with an {@link IllegalStateException} and the thread
 * interrupted.
 */
public final class RunningProcess implements AutoCloseable {
    /** How long an orderly stop may take before the process is killed. */
    public static final Duration STOP_BOUND = Duration.ofSeconds(20);

    private static final Duration KILL_BOUND = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final int LINES_SHOWN = 40;

    private final String name;
    private final Process process;
    private final LogTail log;
    private final AtomicLong peakBytes = new AtomicLong(-1);

    RunningProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = new LogTail(log);
        samplePeak();
    }

    /** The name that {@link Launch} gave it. */
    public String name() {
        return name;
    }

    /** The id the operating system gave it. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended yet. */
    public boolean alive() {
        return process.isAlive();
    }

    /** The file with everything it printed; earlier processes with the same file come before it. */
    public Path log() {
        return log.file();
    }

    /** The last lines of the log, at most as many as asked and at most 64 KiB, oldest first; empty when there is none. */
    public List<String> lastLines(int linesMax) {
        return log.last(linesMax);
    }

    /** How it ended, empty while it lives; 128 + n when signal n ended it (137 after {@link #kill}). */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * The most memory it has held at once, in bytes (VmHWM of Linux); empty where that is not told. The figure is read
     * now, before each signal and while a wait goes on; what a process took after the last of these is missed.
     */
    public OptionalLong peakMemoryBytes() {
        samplePeak();
        long seen = peakBytes.get();
        return seen < 0 ? OptionalLong.empty() : OptionalLong.of(seen);
    }

    /**
     * Waits until a condition holds.
     *
     * @param what the condition in words, for the message
     * @param condition asked every 50 ms; what it throws ends the wait with that cause
     * @throws ProcessFailure when the bound has passed or the process ended first; its message holds the last lines of
     *     the log
     */
    public void await(String what, Duration bound, Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(bound)
                    .failFast(what, () -> !alive())
                    .until(() -> {
                        samplePeak();
                        return condition.call();
                    });
        } catch (ConditionTimeoutException e) {
            throw failure(what + ": not within " + inSeconds(bound), e);
        } catch (TerminalFailureException e) {
            throw failure(what + ": it ended before", e);
        }
    }

    /**
     * Waits for its own end and returns the exit code.
     *
     * @throws ProcessFailure when it still lives after the bound; it goes on living
     */
    public int awaitExit(Duration bound) {
        long deadline = System.nanoTime() + bound.toNanos();
        do {
            samplePeak();
            long left = Math.min(POLL.toNanos(), deadline - System.nanoTime());
            if (waitFor(Math.max(0, left))) {
                return process.exitValue();
            }
        } while (System.nanoTime() < deadline);
        throw failure("still running after " + inSeconds(bound));
    }

    /**
     * Asks it to end (TERM) and, when it lives on after the bound, kills it. Returns whether it ended when asked; true
     * as well when it had ended before. What it had started itself is killed with it.
     */
    public boolean stop(Duration bound) {
        samplePeak();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        boolean orderly = waitFor(bound.toNanos());
        if (!orderly) {
            kill();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        return orderly;
    }

    /** Kills it (KILL, as a power cut would) with everything it had started, and returns when it is gone. */
    public void kill() {
        samplePeak();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!waitFor(KILL_BOUND.toNanos())) {
            throw failure("killed, and still there after " + inSeconds(KILL_BOUND));
        }
    }

    /** {@link #stop} with {@link #STOP_BOUND}; nothing happens when it has ended. */
    @Override
    public void close() {
        stop(STOP_BOUND);
    }

    private void samplePeak() {
        if (process.isAlive()) {
            peakBytes.accumulateAndGet(ProcStatus.peakBytes(process.pid()), Math::max);
        }
    }

    private boolean waitFor(long nanos) {
        try {
            return process.waitFor(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /** A failure to be thrown, with the end of the log as it is now. */
    public ProcessFailure failure(String what) {
        return failure(what, null);
    }

    private ProcessFailure failure(String what, @Nullable Throwable cause) {
        return new ProcessFailure(name, what, exitCode(), log.file(), log.last(LINES_SHOWN), cause);
    }

    private static String inSeconds(Duration bound) {
        return bound.toMillis() / 1000.0 + " s";
    }
}

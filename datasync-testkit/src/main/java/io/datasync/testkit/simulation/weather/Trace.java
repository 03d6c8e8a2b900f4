package io.datasync.testkit.simulation.weather;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What happened, step by step: a number for each step, a sum over all of them by which two runs are known to be the same, and the last few in words. */
public final class Trace {
    private static final int KEPT = 60;
    private static final long PRIME = 0x100000001b3L;

    private final Deque<String> last = new ArrayDeque<>();
    private final Consumer<String> listener;
    private long steps;
    private long sum = 0xcbf29ce484222325L;

    /** A trace that also tells each step to somebody. */
    public Trace(Consumer<String> listener) {
        this.listener = listener;
    }

    /** Notes a step. */
    public void step(Instant at, String who, String what) {
        steps++;
        String line = steps + " " + at + " " + who + ": " + what;
        sum = (sum ^ line.hashCode()) * PRIME;
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
        listener.accept(line);
    }

    /** How many steps there were. */
    public long steps() {
        return steps;
    }

    /** A sum over every step. */
    public String sum() {
        return String.format("%016x", sum);
    }

    /** The last steps. */
    public List<String> last() {
        return List.copyOf(last);
    }
}

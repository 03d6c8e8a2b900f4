package io.datasync.testkit.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Faults that a test has queued, by the name of the call, used up in their order, one a call; and one crash at a point. Thread-safe.
 *
 * <p>Each call that changes something has a point before it, with an even number, and one after it; the first is 0.
 */
public final class QueuedFaults implements Faults {
    private final Map<String, Deque<Verdict>> queued = new HashMap<>();
    private long crashPoint = -1;
    private long points;

    /** Queues what becomes of a call to come. */
    public synchronized void queue(String name, Verdict verdict) {
        queued.computeIfAbsent(name, n -> new ArrayDeque<>()).add(verdict);
    }

    /** Crashes at a point. */
    public synchronized void crashAt(long point) {
        crashPoint = point;
    }

    /** How many points there were so far. */
    public synchronized long points() {
        return points;
    }

    @Override
    public synchronized Verdict verdict(Call call) {
        long point = points;
        if (call.changes()) {
            points += 2;
            if (crashPoint == point) {
                return new Verdict.CrashBefore();
            }
            if (crashPoint == point + 1) {
                return new Verdict.CrashAfter();
            }
        }
        Deque<Verdict> left = queued.get(call.name());
        return left == null || left.isEmpty() ? Verdict.goOn() : left.poll();
    }
}

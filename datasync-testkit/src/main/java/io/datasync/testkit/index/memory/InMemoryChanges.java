package io.datasync.testkit.index.memory;

import io.datasync.core.lease.JobId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a transaction changes the memory: at once, by the thread that began it, and so that it can be undone. */
final class InMemoryChanges {
    private static final int BATCH_MAX = 10_000;

    private final Thread owner = Thread.currentThread();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Set<JobId> held = new HashSet<>();
    private boolean ended;

    static Instant micros(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    void end() {
        ended = true;
    }

    void rollBack() {
        ended = true;
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    void use() {
        if (ended) {
            throw new IllegalStateException("The transaction has ended");
        }
        if (!Thread.currentThread().equals(owner)) {
            throw new IllegalStateException("The transaction belongs to another thread");
        }
    }

    void useHolding(@Nullable JobId job) {
        use();
        if (job == null || !held.contains(job)) {
            throw new IllegalStateException("The job is neither locked nor fenced: " + job);
        }
    }

    static void bounded(Collection<?> batch) {
        if (batch.size() > BATCH_MAX) {
            throw new IllegalStateException("A batch of " + batch.size() + " has no bound (I-11)");
        }
    }

    static void boundedPage(int max) {
        if (max < 1 || max > BATCH_MAX) {
            throw new IllegalStateException("A page of " + max + " has no bound (I-11)");
        }
    }

    <K, V> void remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            undo.push(() -> map.put(key, before));
        }
    }

    <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        undo.push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    <V> void add(List<V> list, V value) {
        list.add(value);
        undo.push(() -> list.remove(list.size() - 1));
    }

    /** The job is locked or fenced from here on. */
    void hold(JobId job) {
        held.add(job);
    }
}

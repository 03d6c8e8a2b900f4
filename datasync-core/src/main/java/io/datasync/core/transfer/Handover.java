package io.datasync.core.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Carries things from many threads to one, a lot at a time: to wake the other side for every small file costs more than some of its system calls.
 *
 * <p>What is put arrives in order. Bounded: who puts more than fits waits.
 */
final class Handover<T> {
    private final int max;
    private final int lot;
    private final Lock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition enough = lock.newCondition();
    private final Deque<T> waiting = new ArrayDeque<>();
    private boolean urgent;

    /**
     * Empty.
     *
     * @param max how many things wait at most
     * @param lot so many are worth waking the taker for, and are taken at a time; at most {@code max}
     */
    Handover(int max, int lot) {
        this.max = max;
        this.lot = lot;
    }

    /** Puts one; {@code now} wakes the taker at once. Waits for room. */
    void put(T thing, boolean now) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= max) {
                room.await();
            }
            waiting.add(thing);
            urgent |= now;
            if (urgent || waiting.size() >= lot) {
                enough.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a lot, or what there is once something is urgent or this time has passed, which may be nothing. */
    List<T> take(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            for (long left = TimeUnit.MILLISECONDS.toNanos(millis); left > 0 && !urgent && waiting.size() < lot; ) {
                left = enough.awaitNanos(left);
            }
            List<T> taken = new ArrayList<>();
            while (taken.size() < lot && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            urgent &= !waiting.isEmpty();
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}

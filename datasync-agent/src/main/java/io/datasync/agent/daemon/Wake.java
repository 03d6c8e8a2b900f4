package io.datasync.agent.daemon;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bell: it ends a pause early and says nothing else. What is to be done follows from what the woken one finds.
 *
 * <p>A ring that nobody waits for ends the next pause. Thread-safe.
 */
final class Wake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean ringing;

    void ring() {
        lock.lock();
        try {
            ringing = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for so long, or until the bell rings. An interrupt ends the pause and stays to be seen. */
    void pause(Duration duration) {
        long nanos = duration.toNanos();
        lock.lock();
        try {
            while (!ringing && nanos > 0) {
                nanos = rung.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ringing = false;
            lock.unlock();
        }
    }
}

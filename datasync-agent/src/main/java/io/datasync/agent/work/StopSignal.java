package io.datasync.agent.work;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody's wish that the agent ends. Once given it stays. Thread-safe. */
public final class StopSignal implements Pause {
    private final CountDownLatch wished = new CountDownLatch(1);

    /** Asks everything to end. */
    public void give() {
        wished.countDown();
    }

    /** Whether it was given. */
    public boolean isGiven() {
        return wished.getCount() == 0;
    }

    /** Waits; at once {@code INTERRUPTED} when the signal is given. */
    @Override
    public void pause(Duration duration) throws SyncException {
        try {
            if (wished.await(Math.max(0, duration.toNanos()), TimeUnit.NANOSECONDS)) {
                throw SyncException.passing(ErrorCode.INTERRUPTED, "The agent was asked to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, true, "The agent was asked to stop", e);
        }
    }
}

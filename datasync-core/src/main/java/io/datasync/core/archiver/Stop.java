package io.datasync.core.archiver;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish to stop. Once given it stays. Thread-safe. */
final class Stop implements Pause {
    private final CountDownLatch wished = new CountDownLatch(1);

    void give() {
        wished.countDown();
    }

    boolean isGiven() {
        return wished.getCount() == 0;
    }

    void check() throws SyncException {
        if (isGiven()) {
            throw SyncException.passing(ErrorCode.INTERRUPTED, "The archiver was asked to stop");
        }
    }

    @Override
    public void pause(Duration duration) throws SyncException {
        try {
            if (wished.await(Math.max(0, duration.toNanos()), TimeUnit.NANOSECONDS)) {
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, true, "The thread was interrupted", e);
        }
    }
}

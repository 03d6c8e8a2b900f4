package io.datasync.drills.demo.ending;

import io.datasync.core.failure.ErrorCode;
import java.io.IOException;
import java.time.Duration;

/** Asks again and again, for a bounded time. */
public final class Poll {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Poll() {}

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, DemoFailure;
    }

    /** Whether the condition held within the bound. */
    public static boolean until(Duration bound, Condition condition) throws IOException, DemoFailure {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > bound.toNanos()) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Waits a moment. */
    static void pause() throws DemoFailure {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DemoFailure.of(ErrorCode.INTERRUPTED, "Interrupted.");
        }
    }
}

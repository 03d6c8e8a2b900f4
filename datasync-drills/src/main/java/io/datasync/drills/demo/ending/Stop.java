package io.datasync.drills.demo.ending;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish to stop, as Ctrl-C or TERM bring it: the work sees it, ends in order and says so; until then the JVM lives on.
 *
 * <p>Thread-safe.
 */
public final class Stop {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final CountDownLatch WISH = new CountDownLatch(1);

    private Stop() {}

    /** Work that a signal waits for. */
    public interface Guard extends AutoCloseable {
        @Override
        void close();
    }

    /** From now on a signal waits until the guard is closed. */
    public static Guard guard() {
        var done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(done), "stop-demo"));
        return done::countDown;
    }

    /** Whether a signal came. */
    public static boolean requested() {
        return WISH.getCount() == 0;
    }

    /** Waits that long for a signal, and says whether one came. */
    public static boolean awaits(Duration bound) {
        try {
            return WISH.await(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void await(CountDownLatch done) {
        WISH.countDown();
        try {
            var unused = done.await(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The process ends all the same.
        }
    }
}

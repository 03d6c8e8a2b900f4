package io.datasync.core.pace;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often something is tried, and how long to wait between two tries: after the first failure up to {@code first}, twice as much after each
 * further one, never more than {@code most}; a random part of it, so that a thousand agents that failed together do not come back together
 * (full jitter).
 *
 * @param triesMax how often in all, 1 to 100
 * @param first the longest wait after the first failure; more than zero
 * @param most the longest wait at all; at least {@code first}
 * @param totalMax no try begins later than this after the first one began; zero or more
 */
public record Backoff(int triesMax, Duration first, Duration most, Duration totalMax) {
    /** Before the values below, which it checks. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** 5 tries; 250 ms; 15 s; 60 s. */
    public static final Backoff DEFAULTS =
            new Backoff(5, Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofSeconds(60));

    public Backoff {
        if (triesMax < 1 || triesMax > 100) {
            throw new IllegalArgumentException("triesMax must be 1 to 100, not " + triesMax);
        }
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("first must be more than zero, not " + first);
        }
        if (most.compareTo(first) < 0 || most.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("most must be from first to a day, not " + most);
        }
        if (totalMax.isNegative()) {
            throw new IllegalArgumentException("totalMax must be zero or more, not " + totalMax);
        }
    }

    /**
     * The longest wait after a failure.
     *
     * @param failures how often it failed so far, 1 or more
     */
    public Duration ceiling(int failures) {
        Duration wait = first;
        for (int i = 1; i < failures && wait.compareTo(most) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }

    /** A wait after a failure, zero to {@link #ceiling}. */
    public Duration wait(int failures, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(ceiling(failures).toNanos() + 1));
    }
}

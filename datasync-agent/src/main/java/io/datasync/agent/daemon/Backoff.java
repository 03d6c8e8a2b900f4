package io.datasync.agent.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait: after success the usual time, give or take a tenth, so that a fleet does not march in step; after failures in a row
 * first a short time, then doubled up to a limit, and of that a random part of at least a half (AGT-4). For one thread.
 */
final class Backoff {
    private static final int DOUBLINGS_MAX = 20;

    /** A server that asks for no pause at all must not get a loop that never rests. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Duration first;
    private final Duration limit;
    private final RandomGenerator random;
    private int failures;

    /**
     * Waits.
     *
     * @param first after the first failure
     * @param limit after many
     */
    Backoff(Duration first, Duration limit, RandomGenerator random) {
        this.first = first;
        this.limit = limit;
        this.random = random;
    }

    /** The usual time: this PC's own setting, else what the server asks for. */
    static Duration usual(Optional<Duration> own, Duration asked) {
        return own.orElse(asked.compareTo(LEAST) < 0 ? LEAST : asked);
    }

    Duration afterSuccess(Duration usual) {
        failures = 0;
        return part(usual, 0.9 + 0.2 * random.nextDouble());
    }

    Duration afterFailure() {
        Duration doubled = first.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
        failures++;
        Duration most = doubled.compareTo(limit) < 0 ? doubled : limit;
        return part(most, 0.5 + 0.5 * random.nextDouble());
    }

    private static Duration part(Duration whole, double factor) {
        return Duration.ofMillis(Math.round(whole.toMillis() * factor));
    }
}

package io.datasync.server.security.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each key, an address for example: so many at once, then one per interval.
 *
 * <p>Remembers a bounded number of keys; when more come, the one not seen for longest is forgotten, which only ever lets more
 * through. Thread-safe.
 */
public final class RateLimit {
    private final Clock clock;
    private final int burst;
    private final Duration refill;
    private final Map<String, Bucket> buckets;

    /**
     * A limit.
     *
     * @param burst how many at once
     * @param refill after how long one more is allowed
     * @param keysMax how many keys are remembered
     */
    public RateLimit(Clock clock, int burst, Duration refill, int keysMax) {
        this.clock = clock;
        this.burst = burst;
        this.refill = refill;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > keysMax;
            }
        };
    }

    /** Takes one if there is one. */
    public synchronized boolean take(String key) {
        Bucket bucket = current(key);
        boolean allowed = bucket.tokens >= 1;
        buckets.put(key, new Bucket(allowed ? bucket.tokens - 1 : bucket.tokens, bucket.asOf));
        return allowed;
    }

    /** Whether there is one, without taking it. */
    public synchronized boolean allows(String key) {
        return current(key).tokens >= 1;
    }

    private Bucket current(String key) {
        Instant now = clock.instant();
        Bucket bucket = buckets.getOrDefault(key, new Bucket(burst, now));
        // A clock that was set back adds nothing.
        long passed = Math.max(0, Duration.between(bucket.asOf, now).toNanos());
        var current = new Bucket(Math.min(burst, bucket.tokens + (double) passed / refill.toNanos()), now);
        // Kept even when only looked at: after a step back of the clock, time is counted from there.
        buckets.put(key, current);
        return current;
    }

    private record Bucket(double tokens, Instant asOf) {}
}

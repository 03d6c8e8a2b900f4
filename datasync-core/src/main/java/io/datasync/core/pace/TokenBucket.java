package io.datasync.core.pace;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Lets so many units through in a second, and some at once after a rest. It never waits itself, it says how long to wait. Thread-safe:
 * those who take at the same time wait one after the other.
 */
public final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private final InstantSource clock;
    private double balance;
    private Instant last;

    /**
     * A full bucket.
     *
     * @param perSecond units that come in each second; more than 0
     * @param burst how many units it holds; 1 or more
     */
    public TokenBucket(double perSecond, int burst, InstantSource clock) {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            throw new IllegalArgumentException("perSecond must be more than zero, not " + perSecond);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("burst must be 1 or more, not " + burst);
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        balance = burst;
        last = clock.instant();
    }

    /**
     * Takes units, on credit when they are not there yet.
     *
     * @param units 0 or more
     * @return how long to wait before what they are for; zero or more
     */
    public synchronized Duration take(int units) {
        if (units < 0) {
            throw new IllegalArgumentException("Units cannot be given back: " + units);
        }
        Instant now = clock.instant();
        // A clock that was put back has let no time pass.
        double seconds = Math.max(0, Duration.between(last, now).toNanos() / NANOS);
        last = now;
        balance = Math.min(burst, balance + seconds * perSecond) - units;
        return balance >= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-balance / perSecond * NANOS));
    }
}

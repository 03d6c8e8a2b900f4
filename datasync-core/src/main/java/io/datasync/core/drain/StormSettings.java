package io.datasync.core.drain;

import java.time.Duration;

/**
 * When many leases that expire are one event (RUN-7).
 *
 * @param window within which they expire; from 10 seconds to an hour
 * @param expiredLeast how many at least; 1 or more
 * @param percent how much of the living runs; 1 to 100
 * @param calmAfter for how long fewer must expire until it is over; more than zero
 * @param leaseFactor how many times as long leases are meanwhile; 1 or more
 * @param concurrencyPercent how much of the usual number of runs may live meanwhile; 1 to 100
 */
public record StormSettings(
        Duration window, int expiredLeast, int percent, Duration calmAfter, int leaseFactor, int concurrencyPercent) {
    /** 20 leases and 20 per cent within 5 minutes; 30 minutes; leases three times as long, half as many runs. */
    public static final StormSettings DEFAULTS =
            new StormSettings(Duration.ofMinutes(5), 20, 20, Duration.ofMinutes(30), 3, 50);

    private static final int FACTOR_MAX = 100;

    public StormSettings {
        if (window.compareTo(LeaseStorm.BUCKET) < 0 || window.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("window must be from 10 seconds to an hour: " + window);
        }
        if (expiredLeast < 1) {
            throw new IllegalArgumentException("expiredLeast must be 1 or more: " + expiredLeast);
        }
        requirePercent("percent", percent);
        requirePercent("concurrencyPercent", concurrencyPercent);
        if (calmAfter.isNegative() || calmAfter.isZero()) {
            throw new IllegalArgumentException("calmAfter must be more than zero: " + calmAfter);
        }
        if (leaseFactor < 1 || leaseFactor > FACTOR_MAX) {
            throw new IllegalArgumentException("leaseFactor must be 1 to " + FACTOR_MAX + ": " + leaseFactor);
        }
    }

    private static void requirePercent(String what, int value) {
        if (value < 1 || value > 100) {
            throw new IllegalArgumentException(what + " must be 1 to 100: " + value);
        }
    }
}

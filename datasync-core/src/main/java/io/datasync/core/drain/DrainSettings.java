package io.datasync.core.drain;

import java.time.Duration;

/**
 * When a server drains by itself, and when it stops. That it does not flap follows: between two beginnings lie {@code outageAfter} and
 * {@code calmAfter} at least.
 *
 * @param outageAfter for how long a dependency must fail; more than zero
 * @param calmAfter for how long it must work before the drain is lifted; at least {@code steady}
 * @param steady for how long it must work for its failing to count as over, before there is a drain; a shorter good spell only interrupts
 *     it; more than zero
 */
public record DrainSettings(Duration outageAfter, Duration calmAfter, Duration steady) {
    /** 2 minutes, 1 minute, 20 seconds. */
    public static final DrainSettings DEFAULTS =
            new DrainSettings(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofSeconds(20));

    public DrainSettings {
        if (outageAfter.isNegative() || outageAfter.isZero()) {
            throw new IllegalArgumentException("outageAfter must be more than zero: " + outageAfter);
        }
        if (steady.isNegative() || steady.isZero()) {
            throw new IllegalArgumentException("steady must be more than zero: " + steady);
        }
        if (calmAfter.compareTo(steady) < 0) {
            throw new IllegalArgumentException("calmAfter must be at least " + steady + ": " + calmAfter);
        }
    }
}

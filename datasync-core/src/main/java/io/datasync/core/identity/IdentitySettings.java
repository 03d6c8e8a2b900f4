package io.datasync.core.identity;

import java.time.Duration;

/**
 * The figures of {@link SignHistory}.
 *
 * @param delayMax no sign of life is on its way for as long as this: longer than any time-out between agent and server; more than zero
 * @param setBackWindow within this time a second set-back that no restored disk explains is a conflict; longer than {@code delayMax}
 * @param livesMax how many sessions of one identity are remembered, 2 to 64
 */
public record IdentitySettings(Duration delayMax, Duration setBackWindow, int livesMax) {
    /** 2 minutes, 7 days, 8 sessions. */
    public static final IdentitySettings DEFAULTS = new IdentitySettings(Duration.ofMinutes(2), Duration.ofDays(7), 8);

    private static final int LIVES_LIMIT = 64;

    public IdentitySettings {
        if (delayMax.isNegative() || delayMax.isZero()) {
            throw new IllegalArgumentException("delayMax must be more than zero: " + delayMax);
        }
        if (setBackWindow.compareTo(delayMax) <= 0) {
            throw new IllegalArgumentException("setBackWindow must be longer than delayMax: " + setBackWindow);
        }
        if (livesMax < 2 || livesMax > LIVES_LIMIT) {
            throw new IllegalArgumentException("livesMax is 2 to " + LIVES_LIMIT + ": " + livesMax);
        }
    }
}

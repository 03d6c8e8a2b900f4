package io.datasync.core.drain;

import java.time.Duration;
import java.time.Instant;

/**
 * A drain by hand. It ends by itself, so that a forgotten one does no harm for long.
 *
 * @param by who ordered it
 * @param why for the people who see it
 * @param since when
 * @param until after {@code since}, {@link #LONGEST} later at most
 */
public record DrainOrder(String by, String why, Instant since, Instant until) {
    /** A longer one is to be ordered again. */
    public static final Duration LONGEST = Duration.ofDays(7);

    public DrainOrder {
        if (!until.isAfter(since) || until.isAfter(since.plus(LONGEST))) {
            throw new IllegalArgumentException(
                    "A drain ends after it begins, within " + LONGEST + ": " + since + " to " + until);
        }
    }
}

package io.datasync.core.drain;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.RunnerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * When those who were put off come again, without a thundering herd (AGT-4): time is cut into periods, and in each every runner has one
 * moment, another one in each period, which follows from its id alone. So however many are put off at once, they come evenly over the
 * next period, and no runner meets a busy hour for ever. Deterministic, the same on every node.
 *
 * @param least nobody is sent away for less; zero or more, at most {@code period}
 * @param period a second or more; nobody is sent away for longer than two of them and {@code least}, {@link #LONGEST} at most
 */
public record RetrySpread(Duration least, Duration period) {
    /** Agents are back within this time after a server is (AGT-4). */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    /** 15 seconds; 285 seconds. */
    public static final RetrySpread DEFAULTS = new RetrySpread(Duration.ofSeconds(15), Duration.ofSeconds(285));

    public RetrySpread {
        if (least.isNegative() || least.compareTo(period) > 0) {
            throw new IllegalArgumentException("least must be from zero to the period: " + least);
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0
                || period.compareTo(LONGEST) > 0
                || period.multipliedBy(2).plus(least).compareTo(LONGEST) >= 0) {
            throw new IllegalArgumentException(
                    "Two periods and least must be less than " + LONGEST + ": " + period + ", " + least);
        }
    }

    /** For how long a runner is sent away now: whole seconds, as Retry-After takes them. */
    public Duration after(RunnerId runner, Instant now) {
        long nowMillis = now.toEpochMilli();
        long earliest = nowMillis + least.toMillis();
        long index = Math.floorDiv(nowMillis, period.toMillis());
        long moment = momentMillis(runner, index);
        while (moment < earliest) {
            moment = momentMillis(runner, ++index);
        }
        return Duration.ofSeconds(Math.max(1, Math.floorDiv(moment - nowMillis + 999, 1_000L)));
    }

    private long momentMillis(RunnerId runner, long index) {
        byte[] sha256 = Digest.sha256().digest((runner.text() + " " + index).getBytes(StandardCharsets.US_ASCII));
        long within = Math.floorMod(ByteBuffer.wrap(sha256).getLong(), period.toMillis());
        return index * period.toMillis() + within;
    }
}

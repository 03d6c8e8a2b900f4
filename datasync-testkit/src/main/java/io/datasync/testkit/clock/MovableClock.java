package io.datasync.testkit.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is moved, forwards or backwards (I-13).
 *
 * <p>Thread-safe. Clocks made by {@link #withZone} show the same time and move together with it.
 */
public final class MovableClock extends Clock {
    private final Hand hand;
    private final ZoneId zone;

    private MovableClock(Hand hand, ZoneId zone) {
        this.hand = hand;
        this.zone = zone;
    }

    /** A clock in UTC that shows the given time. */
    public static MovableClock at(Instant start) {
        return new MovableClock(new Hand(start), ZoneOffset.UTC);
    }

    /** A clock in UTC that shows the given time, such as {@code 2026-04-23T10:15:30Z}. */
    public static MovableClock at(String start) {
        return at(Instant.parse(start));
    }

    /** Moves by an amount, negative to step back, and returns the new time. */
    public Instant advance(Duration amount) {
        return hand.move(amount);
    }

    /** Jumps to a time, before or after the one it shows. */
    public void set(Instant time) {
        hand.set(time);
    }

    @Override
    public Instant instant() {
        return hand.time();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public MovableClock withZone(ZoneId other) {
        return new MovableClock(hand, other);
    }

    /** The time that all zones of one clock share. */
    private static final class Hand {
        private Instant time;

        Hand(Instant time) {
            this.time = time;
        }

        synchronized Instant time() {
            return time;
        }

        synchronized void set(Instant to) {
            time = to;
        }

        synchronized Instant move(Duration amount) {
            time = time.plus(amount);
            return time;
        }
    }
}

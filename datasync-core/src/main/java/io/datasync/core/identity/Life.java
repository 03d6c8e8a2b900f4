package io.datasync.core.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * One process of an agent, from its first sign of life that was heard to its last.
 *
 * @param machine its id, as last told
 * @param fingerprint of its hardware
 * @param session what no other process has
 * @param firstAt when it was first heard, by the server's clock
 * @param lastAt when it was last heard; not before {@code firstAt}
 */
public record Life(MachineId machine, String fingerprint, String session, Instant firstAt, Instant lastAt) {
    public Life {
        if (lastAt.isBefore(firstAt)) {
            throw new IllegalArgumentException("Last heard before it was first heard: " + lastAt + ", " + firstAt);
        }
    }

    static Life begun(Sign sign) {
        return new Life(sign.machine(), sign.fingerprint(), sign.session(), sign.heardAt(), sign.heardAt());
    }

    Life went(Sign sign) {
        Instant last = sign.heardAt().isAfter(lastAt) ? sign.heardAt() : lastAt;
        return new Life(sign.machine(), sign.fingerprint(), session, firstAt, last);
    }

    /** For how long both were heard; negative when there was silence between them. */
    public Duration overlap(Life other) {
        Instant begin = firstAt.isAfter(other.firstAt) ? firstAt : other.firstAt;
        Instant end = lastAt.isBefore(other.lastAt) ? lastAt : other.lastAt;
        return Duration.between(begin, end);
    }
}

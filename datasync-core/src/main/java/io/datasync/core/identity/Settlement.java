package io.datasync.core.identity;

import java.time.Instant;

/**
 * A person's decision about a conflict.
 *
 * @param runner the PC that is the runner from now on
 * @param others what the others are
 * @param by who decided
 * @param at when
 */
public record Settlement(MachineId runner, Others others, String by, Instant at) {
    /** What the other PCs are. */
    public enum Others {
        /** Measurement PCs too: each becomes a runner of its own. */
        DISTINCT,
        /** Copies that nobody needs. */
        COPIES
    }

    Role.Next next() {
        return switch (others) {
            case DISTINCT -> Role.Next.ENROLS_ANEW;
            case COPIES -> Role.Next.IS_A_COPY;
        };
    }
}

package io.datasync.core.lease;

import java.util.Locale;

/**
 * The states of a run: {@code open -> running -> success | partial | failed | orphaned}.
 *
 * <p>The last four are terminal and absorb (RUN-1, I-5): nothing ever leaves them.
 */
public enum RunState {
    /** A token was given; nothing is reported yet. */
    OPEN,
    /** Something was reported. */
    RUNNING,
    /** Ended: the balance holds, nothing failed and nothing was lost. */
    SUCCESS,
    /** Ended: the balance holds, and the named files failed or were lost. */
    PARTIAL,
    /** Ended without its work, with a code. */
    FAILED,
    /** Closed by the server: silent for too long, or another run took the job over. */
    ORPHANED;

    /** Whether the run may still report. */
    public boolean alive() {
        return this == OPEN || this == RUNNING;
    }

    /** Whether a run may go from this state to {@code next}; staying is never a step. */
    public boolean mayBecome(RunState next) {
        return switch (this) {
            case OPEN -> next != OPEN;
            case RUNNING -> next != OPEN && next != RUNNING;
            case SUCCESS, PARTIAL, FAILED, ORPHANED -> false;
        };
    }

    /** The state as it is stored and sent, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of its text. */
    public static RunState ofText(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}

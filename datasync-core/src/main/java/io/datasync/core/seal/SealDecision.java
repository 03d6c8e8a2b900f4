package io.datasync.core.seal;

import java.time.Instant;

/** What a {@link SealRule} decides of one folder. */
public sealed interface SealDecision {
    /** It may be sealed now. */
    record Seal() implements SealDecision {}

    /** Not yet: no earlier than this, and only when a complete listing then finds nothing new. */
    record NotBefore(Instant time) implements SealDecision {}

    /** Not as things are; time alone changes nothing, or not in a way that can be said. */
    record No(Reason reason) implements SealDecision {}

    /** Why a folder is not sealed. */
    enum Reason {
        /** Its name is no date: only date folders are ever sealed. */
        NOT_A_DATE(false),
        /** Its name has the shape of a date that no calendar has. */
        IMPOSSIBLE_DATE(true),
        /** Its day has not begun yet in the job's zone. */
        FUTURE_DATE(true),
        /** It is sealed. */
        SEALED(false),
        /** Nothing of it is archived. */
        EMPTY(false),
        /** It was never listed to its end, or not since something new came into it. */
        NOT_LISTED(false),
        /** Something in it is in flight or failed, or is not what it was when it was archived. */
        OUTSTANDING(false);

        private final boolean flagged;

        Reason(boolean flagged) {
            this.flagged = flagged;
        }

        /** Whether somebody should look at the folder's name: the instrument's clock may be wrong. */
        public boolean flagged() {
            return flagged;
        }
    }
}

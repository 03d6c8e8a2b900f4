package io.datasync.core.identity;

import java.time.Instant;

/**
 * A sign of life under an identity: what a heartbeat says of who sent it.
 *
 * <p>The time at which the sender says that it was sent is no part of it: two PCs have two clocks, and one PC's is set back, so it proves
 * nothing.
 *
 * @param machine the agent's id for its hardware
 * @param fingerprint of the hardware, 1 to {@value #TEXT_MAX} characters; two virtual PCs may have the same
 * @param session made at random by each process of an agent and kept in its memory only, so that no copy of a disk has it; 1 to
 *     {@value #TEXT_MAX} characters
 * @param counter grows by one with each heartbeat, may jump forward at a restart, and is kept on disk; 0 or more
 * @param heardAt when the server heard it, by the server's clock
 */
public record Sign(MachineId machine, String fingerprint, String session, long counter, Instant heardAt) {
    /** The longest text of a field. */
    public static final int TEXT_MAX = 255;

    public Sign {
        requireText("fingerprint", fingerprint);
        requireText("session", session);
        if (counter < 0) {
            throw new IllegalArgumentException("A counter cannot be negative: " + counter);
        }
    }

    private static void requireText(String what, String text) {
        if (text.isEmpty() || text.length() > TEXT_MAX) {
            throw new IllegalArgumentException(what + " is 1 to " + TEXT_MAX + " characters: " + text.length());
        }
    }
}

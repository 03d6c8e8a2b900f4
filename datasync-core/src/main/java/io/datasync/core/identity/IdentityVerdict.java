package io.datasync.core.identity;

/** What a sign of life says about how many PCs live under one identity (D-27). */
public sealed interface IdentityVerdict {
    /** Nothing new: one PC, as far as is known. A repeated, an overtaken and a late sign say no more. */
    record OnePc() implements IdentityVerdict {}

    /**
     * The PC has other hardware and remembers all that it told: a new mainboard or network card, or its disk in another case.
     *
     * @param before the fingerprint so far
     * @param now the fingerprint from now on
     */
    record OtherHardware(String before, String now) implements IdentityVerdict {}

    /**
     * The PC remembers less than it told: its disk or its memory was set back. Or a copy of the disk was started while the original is
     * silent, which only shows when that comes back.
     *
     * @param from the highest counter before
     * @param to the counter now, which is not higher
     */
    record SetBack(long from, long to) implements IdentityVerdict {}

    /**
     * Two PCs live under this identity: {@code identity_conflict}.
     *
     * @param known the one that was heard first
     * @param other the other one; the same session when a copy of a PC's memory cannot be told from it
     */
    record Conflict(Life known, Life other, Proof proof) implements IdentityVerdict {}

    /** How a conflict showed. */
    enum Proof {
        /** Both were alive at the same time, which one disk never is. */
        BOTH_ALIVE,
        /** In turn, one forgets what the other told: no disk was restored, since the hardware changes too, or the process stays. */
        SET_BACK_TWICE
    }
}

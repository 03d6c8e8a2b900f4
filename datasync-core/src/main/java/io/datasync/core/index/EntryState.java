package io.datasync.core.index;

import java.util.Locale;

/** The states of an entry in the index (D-4). */
public enum EntryState {
    /** Proven by an agent or by the server (I-1). */
    VERIFIED,
    /** A certificate vouches for it, and its size equals the listing. */
    ATTESTED,
    /** Listed on the share; its content is not proven. */
    PRESENT,
    /** The bytes on the share, or two records of them, disagree. */
    DAMAGED,
    /** On record, but not on the share. */
    MISSING;

    /** Whether it counts as archived. */
    public boolean archived() {
        return this == VERIFIED || this == ATTESTED;
    }

    /** The state as it is stored, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

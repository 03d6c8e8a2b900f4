package io.datasync.core.journal;

/** What is decided about a file whose archived content and observed content differ (D-12). */
public enum Hold {
    /** Nothing: it is archived when its turn comes. */
    NONE,
    /** It changed in a mass change, and nobody has decided about it: it stays out of the archive. */
    HELD,
    /** A person accepted it as it was observed: it is archived, and counts in no mass change. */
    ACCEPTED,
    /** A person keeps it, as it was observed, out of the archive. */
    QUARANTINED;

    /** Whether it keeps a file out of the archive. */
    public boolean keepsBack() {
        return this == HELD || this == QUARANTINED;
    }

    /** What is left of it when the file was observed otherwise: a person spoke of the content of then. */
    Hold afterChange() {
        return this == HELD ? HELD : NONE;
    }
}

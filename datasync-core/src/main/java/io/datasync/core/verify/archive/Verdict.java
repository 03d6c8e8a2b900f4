package io.datasync.core.verify.archive;

import java.util.Locale;

/** What reading a file of the archive back came to. */
public enum Verdict {
    /** Its bytes are those on record, and the source has the very same ones. */
    EQUAL,
    /** Its bytes are those on record; the source has no such file to compare with any more. */
    PROVEN,
    /** The memory no longer knows it, as its source deleted it; its bytes have the digest that was kept beside it when it was published. */
    KEPT,
    /** Neither the memory nor the archive has a digest of it: somebody else put it there, and nothing can be said. */
    UNPROVEN,
    /** Its bytes are not those on record. */
    DIFFERS,
    /** It is on record, and the archive does not have it. */
    MISSING,
    /** It is there and cannot be read. */
    UNREADABLE,
    /** Its bytes are those on record, and the source has other ones under the same size and time: it was changed behind its time, or rots. */
    SOURCE_DIFFERS,
    /** Its bytes are those on record; the source has such a file, and it cannot be read. */
    SOURCE_UNREADABLE;

    /** As it is written in JSON: lower case, with underscores. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether somebody has to look at such a file. */
    public boolean isFault() {
        return switch (this) {
            case EQUAL, PROVEN, KEPT, UNPROVEN, SOURCE_UNREADABLE -> false;
            case DIFFERS, MISSING, UNREADABLE, SOURCE_DIFFERS -> true;
        };
    }
}

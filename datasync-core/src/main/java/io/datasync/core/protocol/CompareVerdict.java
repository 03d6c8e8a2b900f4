package io.datasync.core.protocol;

import java.util.Locale;

/** What the index knows of an entry that an agent named. */
public enum CompareVerdict {
    /** Nothing: report the fact if the journal has it, else archive the file. */
    UNKNOWN,
    /** Archived, with equal size and time: nothing is to be done. The answer carries the digest. */
    KNOWN,
    /** Archived with another size or time: as {@link #UNKNOWN}, and the earlier content becomes a version. */
    CHANGED,
    /** On record, but not counted as archived (present, damaged or missing): archive the file again (D-4). */
    WANTED,
    /** Equal size and time, but the two digests differ: a finding. Nothing is changed; the file is read again. */
    DISAGREES;

    /** The verdict as it is sent, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

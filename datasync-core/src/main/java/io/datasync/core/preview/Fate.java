package io.datasync.core.preview;

import java.util.Locale;

/** What would become of a file of the source. */
public enum Fate {
    /** Nothing: the journal knows it as archived, and size and time are as they were. */
    ARCHIVED,
    /** A file of its name, size and time lies in the archive: it is read back and, when every byte is equal, counts as archived. Nothing is sent. */
    ADOPT,
    /** A file of its name and size, of another time, lies in the archive: reading tells whether it is adopted or becomes a version. */
    COMPARE,
    /** The archive has nothing of its name: it is sent. */
    UPLOAD,
    /** A file of its name and another size lies in the archive: that one is kept as a version, and this one is sent. */
    VERSION,
    /** One of too many archived files that changed at once, or a person keeps it out of the archive: it waits for a decision (D-12). */
    HELD,
    /** It is being written, or is dated in the future: it waits until it holds still (CORE-2). */
    IN_FLIGHT,
    /** A filter leaves it out, or it is a link or something else that is no file. */
    EXCLUDED,
    /** It could not be looked at, at the source or in the archive. */
    FAILED;

    /** As it is written in JSON: lower case, with underscores. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

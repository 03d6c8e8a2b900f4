package io.datasync.core.transfer.publish;

/** How a verified file came to have its name in the archive (D-6). */
public enum Publication {
    /** Nothing had the name. */
    NEW,
    /** The same content had the name already, found by reading it back. */
    ADOPTED,
    /** Other content had the name; it is kept as a version. */
    NEW_VERSION,
    /** What had the name was not what its digest promised; it is kept as a version, and somebody should know. */
    REPAIRED
}

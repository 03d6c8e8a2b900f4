package io.datasync.core.journal.file.log;

/** What the log just did; tests cut there. */
public enum LogStep {
    /** A record is written, and may be lost in a power cut. */
    WRITTEN,
    /** It is durable. */
    FORCED,
    /** Pages are durable that nothing counts on yet. */
    PAGES_FORCED,
    /** A shorter log is whole and durable under its temporary name. */
    COMPACTED,
    /** It has taken the place of the log. */
    REPLACED
}

package io.datasync.core.journal.file.page;

import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;

/**
 * An entry with what a journal in plain files knows of it beside.
 *
 * @param firstScan the scan that observed it first
 */
public record Known(JournalEntry entry, long firstScan) {
    /** As it was last seen. */
    public SourceEntry observed() {
        return entry.observed();
    }

    /** Whether it is a file, and no empty folder. */
    public boolean isFile() {
        return entry.observed().kind() == EntryKind.FILE;
    }
}

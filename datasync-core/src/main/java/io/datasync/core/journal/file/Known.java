package io.datasync.core.journal.file;

import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.SourceEntry;

/**
 * An entry in memory.
 *
 * @param firstScan the scan that observed it first
 */
record Known(JournalEntry entry, long firstScan) {
    SourceEntry observed() {
        return entry.observed();
    }
}

package io.datasync.core.journal;

import io.datasync.core.failure.SyncException;
import org.jspecify.annotations.Nullable;

/** Entries of a folder, one by one. For one thread; bounded memory. Throws {@code JOURNAL_IO} and {@code JOURNAL_CORRUPT}. */
public interface JournalCursor extends AutoCloseable {
    /** The next entry, or {@code null} after the last. */
    @Nullable
    JournalEntry next() throws SyncException;

    /** Frees what it holds. Never throws. */
    @Override
    void close();
}

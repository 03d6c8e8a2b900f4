package io.datasync.core.journal.file;

import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries as they were when it was opened. */
final class ListCursor implements JournalCursor {
    private final Iterator<Known> entries;
    private boolean closed;

    ListCursor(List<Known> entries) {
        this.entries = entries.iterator();
    }

    @Override
    public @Nullable JournalEntry next() {
        if (closed) {
            throw new IllegalStateException("The cursor is closed");
        }
        return entries.hasNext() ? entries.next().entry() : null;
    }

    @Override
    public void close() {
        closed = true;
    }
}

package io.datasync.testkit.journal.memory;

import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries as they were when it was opened. */
final class ListCursor implements JournalCursor {
    private final InMemoryJournal journal;
    private final Iterator<JournalEntry> entries;
    private boolean closed;

    ListCursor(InMemoryJournal journal, List<JournalEntry> entries) {
        this.journal = journal;
        this.entries = entries.iterator();
    }

    @Override
    public @Nullable JournalEntry next() {
        if (closed) {
            throw new IllegalStateException("The cursor is closed");
        }
        return entries.hasNext() ? entries.next() : null;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            journal.cursorClosed();
        }
    }
}

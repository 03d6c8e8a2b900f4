package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.journal.file.page.PageFile;
import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of a folder as they were when it was opened. Holds one page at a time, and what had changed since the pages were written. */
final class EntryCursor implements JournalCursor {
    private final PageFile file;
    private final MergedEntries entries;
    private boolean closed;

    EntryCursor(FolderEntries folder, PageFile file) {
        this.file = file;
        Iterator<Page> pages = folder.pages().iterator();
        entries = new MergedEntries(
                () -> pages.hasNext() ? file.read(pages.next()) : null, new TreeMap<>(folder.changed()));
        file.retain();
    }

    @Override
    public @Nullable JournalEntry next() throws SyncException {
        if (closed) {
            throw new IllegalStateException("The cursor is closed");
        }
        Known known = entries.next();
        return known == null ? null : known.entry();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.release();
        }
    }
}

package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.manifest.SourceEntry;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Entries of pages with what changed since, in canonical order. For one thread. */
final class MergedEntries {
    private final Pages pages;
    private final Iterator<Map.Entry<SourceEntry, Optional<Known>>> changes;
    private Iterator<Known> page = List.<Known>of().iterator();
    private @Nullable Known written;
    private Map.@Nullable Entry<SourceEntry, Optional<Known>> change;
    private boolean begun;

    /** Gives one page after the other, {@code null} after the last. */
    interface Pages {
        @Nullable
        List<Known> next() throws SyncException;
    }

    MergedEntries(Pages pages, SortedMap<SourceEntry, Optional<Known>> changes) {
        this.pages = pages;
        this.changes = changes.entrySet().iterator();
    }

    static MergedEntries of(List<Known> page, SortedMap<SourceEntry, Optional<Known>> changes) {
        Iterator<List<Known>> once = List.of(page).iterator();
        return new MergedEntries(() -> once.hasNext() ? once.next() : null, changes);
    }

    /** The next entry, or {@code null} after the last. */
    @Nullable
    Known next() throws SyncException {
        if (!begun) {
            begun = true;
            takeWritten();
            takeChange();
        }
        while (change != null) {
            int order = written == null ? 1 : SourceEntry.CANONICAL_ORDER.compare(written.observed(), change.getKey());
            if (order < 0) {
                break;
            }
            if (order == 0) {
                takeWritten();
            }
            @Nullable Known now = change.getValue().orElse(null);
            takeChange();
            if (now != null) {
                return now;
            }
        }
        Known next = written;
        if (next != null) {
            takeWritten();
        }
        return next;
    }

    private void takeChange() {
        change = changes.hasNext() ? changes.next() : null;
    }

    private void takeWritten() throws SyncException {
        while (!page.hasNext()) {
            List<Known> more = pages.next();
            if (more == null) {
                written = null;
                return;
            }
            page = more.iterator();
        }
        written = page.next();
    }
}

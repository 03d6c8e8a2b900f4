package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.purge.PurgeOrder;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The entries that wait to be archived, in one order, and of those a stretch: all that lie behind one entry and up to another. What is asked
 * beyond it is gathered by a look at every page that has any. For one thread at a time.
 */
final class PendingWindow {
    /** How many entries a stretch has at most. */
    static final int ENTRIES_MAX = 20_000;

    private final Comparator<SourceEntry> order;
    private final int max;

    /** As many as a stretch has, or as were asked for at once. */
    private int limit;

    private final NavigableSet<SourceEntry> entries;

    /** The stretch begins behind this one; at the very first when there is none. */
    private @Nullable SourceEntry from;

    /** And ends with this one; with the very last when there is none. */
    private @Nullable SourceEntry through;

    private boolean filled;

    PendingWindow(PurgeOrder order, int max) {
        this.order = order.comparator();
        this.max = max;
        limit = max;
        entries = new TreeSet<>(this.order);
    }

    /** The next entries behind one. */
    List<SourceEntry> page(JobState state, Optional<SourceEntry> after, int count) throws SyncException {
        if (!covers(after)) {
            fill(state, after, count);
        }
        List<SourceEntry> page = behind(after, count);
        if (page.size() < count && through != null) {
            fill(state, after, count);
            page = behind(after, count);
        }
        return page;
    }

    private List<SourceEntry> behind(Optional<SourceEntry> after, int count) {
        return (after.isPresent() ? entries.tailSet(after.get(), false) : entries)
                .stream().limit(count).toList();
    }

    private boolean covers(Optional<SourceEntry> after) {
        if (!filled || after.isEmpty()) {
            return filled && from == null;
        }
        boolean begins = from == null || order.compare(from, after.get()) <= 0;
        return begins && (through == null || order.compare(after.get(), through) < 0);
    }

    private void fill(JobState state, Optional<SourceEntry> after, int count) throws SyncException {
        limit = Math.max(max, count);
        entries.clear();
        from = after.orElse(null);
        through = null;
        filled = false;
        JobState.Walk walk = state.walk(page -> page.waiting() > 0);
        for (Known known = walk.next(); known != null; known = walk.next()) {
            if (known.entry().waits()) {
                add(known.observed());
            }
        }
        filled = true;
    }

    /** An entry waits now. */
    void add(SourceEntry entry) {
        boolean behind = from == null || order.compare(from, entry) < 0;
        if (behind && (through == null || order.compare(entry, through) <= 0)) {
            entries.add(entry);
        }
        if (entries.size() > limit) {
            entries.pollLast();
            through = entries.last();
        }
    }

    /** An entry waits no more. */
    void remove(SourceEntry entry) {
        entries.remove(entry);
    }
}

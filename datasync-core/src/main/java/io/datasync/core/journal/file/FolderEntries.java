package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.file.change.Totals;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.journal.file.page.PageFile;
import io.datasync.core.manifest.SourceEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The entries of one folder: its pages, and in memory what changed since they were written. For one thread at a time. */
final class FolderEntries {
    private List<Page> pages = List.of();
    private final NavigableMap<SourceEntry, Optional<Known>> changed = new TreeMap<>(SourceEntry.CANONICAL_ORDER);
    private Totals totals = Totals.NONE;

    List<Page> pages() {
        return pages;
    }

    /** Each entry that changed, with what is known of it; empty for one that is not known any more. */
    NavigableMap<SourceEntry, Optional<Known>> changed() {
        return changed;
    }

    Totals totals() {
        return totals;
    }

    @Nullable
    Known find(SourceEntry name, PageStore store) throws SyncException {
        Optional<Known> since = changed.get(name);
        if (since != null) {
            return since.orElse(null);
        }
        int page = pageOf(name);
        return page < 0 ? null : found(store.entries(pages.get(page)), name);
    }

    /** The last page that begins with this entry or before it. */
    private int pageOf(SourceEntry name) {
        int low = 0;
        int high = pages.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (SourceEntry.CANONICAL_ORDER.compare(pages.get(middle).first(), name) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private static @Nullable Known found(List<Known> entries, SourceEntry name) {
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = SourceEntry.CANONICAL_ORDER.compare(entries.get(middle).observed(), name);
            if (order == 0) {
                return entries.get(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** Knows an entry otherwise, or not any more. */
    void change(SourceEntry name, @Nullable Known before, @Nullable Known now) {
        if (now == null && pages.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, Optional.ofNullable(now));
        }
        totals = totals.with(before, now);
    }

    /** These pages hold everything. */
    void replace(List<Page> all, Totals counted) {
        pages = List.copyOf(all);
        totals = counted;
        changed.clear();
    }

    /** Writes anew the pages that changed; the others stay where they are. Nothing of this folder changes. */
    List<Page> written(PageStore store) throws SyncException {
        Rewriting rewriting = new Rewriting(store.file());
        if (pages.isEmpty()) {
            rewriting.merge(List.of(), changed);
        }
        for (int i = 0; i < pages.size(); i++) {
            SortedMap<SourceEntry, Optional<Known>> from =
                    i == 0 ? changed : changed.tailMap(pages.get(i).first());
            SortedMap<SourceEntry, Optional<Known>> here =
                    i + 1 < pages.size() ? from.headMap(pages.get(i + 1).first()) : from;
            if (here.isEmpty()) {
                rewriting.keep(pages.get(i));
            } else {
                rewriting.merge(store.file().read(pages.get(i)), here);
            }
        }
        return rewriting.end();
    }

    /** Gathers entries until they are enough for some pages. */
    private static final class Rewriting {
        private static final int GATHERED_MAX = 8 * Page.ENTRIES_MAX;

        private final PageFile file;
        private final List<Page> all = new ArrayList<>();
        private final List<Known> gathered = new ArrayList<>();

        Rewriting(PageFile file) {
            this.file = file;
        }

        void keep(Page page) throws SyncException {
            write();
            all.add(page);
        }

        void merge(List<Known> before, SortedMap<SourceEntry, Optional<Known>> changes) throws SyncException {
            MergedEntries merged = MergedEntries.of(before, changes);
            for (Known known = merged.next(); known != null; known = merged.next()) {
                gathered.add(known);
                if (gathered.size() >= GATHERED_MAX) {
                    write();
                }
            }
        }

        /** In pages of about the same size, so that none is nearly empty for long. */
        private void write() throws SyncException {
            int count = gathered.size();
            int parts = (count + Page.ENTRIES_MAX - 1) / Page.ENTRIES_MAX;
            for (int i = 0; i < parts; i++) {
                all.add(file.append(
                        gathered.subList((int) ((long) count * i / parts), (int) ((long) count * (i + 1) / parts))));
            }
            gathered.clear();
        }

        List<Page> end() throws SyncException {
            write();
            return all;
        }
    }
}

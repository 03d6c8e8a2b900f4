package io.datasync.core.journal.file;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunNote;
import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.change.Totals;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.journal.file.page.PageFile;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one job, in memory, in the orders in which it is asked for. Changed by {@link #apply} alone. For one thread at a time. */
final class JobState {
    private final PageStore store;
    private final NavigableMap<FolderName, FolderEntries> folders = new TreeMap<>();
    private Totals totals = Totals.NONE;

    /** How many entries changed since the pages of their folders were written. */
    private long changed;

    /** In each order that was asked for. */
    private final Map<PurgeOrder, PendingWindow> pending = new EnumMap<>(PurgeOrder.class);

    private final NavigableSet<SourceEntry> staged = new TreeSet<>(SourceEntry.CANONICAL_ORDER);
    private final Deque<QueuedReport> reports = new ArrayDeque<>();
    private final List<LossNote> losses = new ArrayList<>();
    private Optional<String> source = Optional.empty();
    private long scanSeq;
    private long scanFloor;
    private long lastReport;
    private Optional<String> purgeMemory = Optional.empty();
    private final NavigableMap<Long, RunId> lossRuns = new TreeMap<>();
    private final Set<Long> lossesWritten = new HashSet<>();
    private long appliedScan;
    private Change.MassChange massChange = Change.MassChange.NONE;
    private final NavigableMap<FolderName, SealedFolder> sealed = new TreeMap<>();
    private Optional<Instant> sealDueAt = Optional.empty();
    private Optional<RunNote> run = Optional.empty();
    private FencingToken token = FencingToken.NONE;

    JobState(PageStore store) {
        this.store = store;
    }

    Optional<String> source() {
        return source;
    }

    long scanSeq() {
        return scanSeq;
    }

    long scanFloor() {
        return scanFloor;
    }

    long lastReport() {
        return lastReport;
    }

    Optional<RunNote> run() {
        return run;
    }

    FencingToken token() {
        return token;
    }

    Deque<QueuedReport> reports() {
        return reports;
    }

    List<LossNote> losses() {
        return losses;
    }

    /** The runs of losses by their numbers, of which the first is 1. */
    NavigableMap<Long, RunId> lossRuns() {
        return lossRuns;
    }

    boolean isWritten(long lossNumber) {
        return lossesWritten.contains(lossNumber);
    }

    long appliedScan() {
        return appliedScan;
    }

    Change.MassChange massChange() {
        return massChange;
    }

    Totals totals() {
        return totals;
    }

    long changed() {
        return changed;
    }

    PageStore store() {
        return store;
    }

    Collection<SealedFolder> sealed() {
        return sealed.values();
    }

    Optional<Instant> sealDueAt() {
        return sealDueAt;
    }

    /** Gives entries one by one. */
    interface Walk {
        @Nullable
        Known next() throws SyncException;
    }

    /** Every entry, folder by folder, each in canonical order, but for those in pages that are of no interest. */
    Walk walk(Predicate<Page> interest) {
        Iterator<FolderEntries> left = folders.values().iterator();
        Deque<MergedEntries> current = new ArrayDeque<>();
        return () -> {
            while (true) {
                Known next = current.isEmpty() ? null : current.element().next();
                if (next != null || !left.hasNext()) {
                    return next;
                }
                current.clear();
                current.add(entries(left.next(), interest));
            }
        };
    }

    private MergedEntries entries(FolderEntries folder, Predicate<Page> interest) {
        Iterator<Page> pages = folder.pages().stream().filter(interest).iterator();
        return new MergedEntries(() -> pages.hasNext() ? store.file().read(pages.next()) : null, folder.changed());
    }

    List<SourceEntry> pending(PurgeOrder order, Optional<SourceEntry> after, int max) throws SyncException {
        return pending.computeIfAbsent(order, asked -> new PendingWindow(asked, PendingWindow.ENTRIES_MAX))
                .page(this, after, max);
    }

    Optional<String> purgeMemory() {
        return purgeMemory;
    }

    Map<FolderName, FolderEntries> folders() {
        return Collections.unmodifiableMap(folders);
    }

    JournalCursor cursor(FolderName folder) {
        return new EntryCursor(folders.getOrDefault(folder, new FolderEntries()), store.file());
    }

    @Nullable
    Known find(SourceEntry entry) throws SyncException {
        FolderEntries folder = folders.get(entry.path().folder());
        return folder == null ? null : folder.find(entry, store);
    }

    boolean isStaged(SourceEntry entry) {
        return staged.contains(entry);
    }

    /** What is staged as vanished, in canonical order. */
    Collection<SourceEntry> staged() {
        return staged;
    }

    /** What is known of the entry that a change is about, if it is about one. */
    @Nullable
    Known before(Change change) throws SyncException {
        if (change instanceof Change.Put put) {
            return find(put.entry().observed());
        }
        return change instanceof Change.Remove remove ? find(remove.entry()) : null;
    }

    /**
     * Changes it. Never fails.
     *
     * @param before what is known of the entry that the change is about
     */
    void apply(Change change, @Nullable Known before) {
        if (change instanceof Change.Put put) {
            change(put.entry().observed(), before, new Known(put.entry(), put.firstScan()));
        } else if (change instanceof Change.Remove remove) {
            change(remove.entry(), before, null);
            staged.remove(remove.entry());
        } else if (change instanceof Change.Pages pages) {
            replace(pages);
        } else if (change instanceof Change.Stage stage) {
            staged.add(stage.entry());
        } else if (change instanceof Change.Unstage unstage) {
            staged.remove(unstage.entry());
        } else if (change instanceof Change.Queue queue) {
            reports.add(new QueuedReport(queue.number(), queue.report()));
            lastReport = queue.number();
        } else if (change instanceof Change.Acknowledge acknowledged) {
            acknowledge(acknowledged.upTo());
        } else if (change instanceof Change.Loss loss) {
            losses.add(loss.note());
        } else if (change instanceof Change.LossRun given) {
            lossRuns.put(given.number(), given.run());
        } else if (change instanceof Change.LossWritten written) {
            lossesWritten.add(written.number());
        } else if (change instanceof Change.Applied applied) {
            appliedScan = applied.scanSeq();
        } else if (change instanceof Change.MassChange stands) {
            massChange = stands;
        } else if (change instanceof Change.Scan scan) {
            scanSeq = scan.scanSeq();
            staged.clear();
        } else if (change instanceof Change.ScanFloor floor) {
            scanFloor = floor.scanSeq();
        } else if (change instanceof Change.Source accepted) {
            source = Optional.of(accepted.identity());
        } else if (change instanceof Change.Seal seal) {
            sealed.put(seal.folder().folder(), seal.folder());
        } else if (change instanceof Change.Unseal open) {
            sealed.remove(open.folder());
        } else if (change instanceof Change.SealDue due) {
            sealDueAt = due.at();
        } else if (change instanceof Change.Purge purge) {
            purgeMemory = Optional.of(purge.memory());
        } else if (change instanceof Change.Run noted) {
            run = noted.note();
        } else if (change instanceof Change.Token raised) {
            token = raised.token();
        }
    }

    private void change(SourceEntry name, @Nullable Known before, @Nullable Known now) {
        FolderName of = name.path().folder();
        FolderEntries folder = folders.computeIfAbsent(of, none -> new FolderEntries());
        Totals then = folder.totals();
        changed -= folder.changed().size();
        folder.change(name, before, now);
        changed += folder.changed().size();
        totals = totals.minus(then).plus(folder.totals());
        if (folder.pages().isEmpty() && folder.changed().isEmpty()) {
            folders.remove(of);
        }
        for (PendingWindow window : pending.values()) {
            if (before != null && before.entry().waits()) {
                window.remove(before.observed());
            }
            if (now != null && now.entry().waits()) {
                window.add(now.observed());
            }
        }
    }

    private void replace(Change.Pages pages) {
        store.use(pages.file());
        FolderEntries folder = folders.computeIfAbsent(pages.folder(), none -> new FolderEntries());
        totals = totals.minus(folder.totals()).plus(pages.totals());
        changed -= folder.changed().size();
        folder.replace(pages.pages(), pages.totals());
        if (pages.pages().isEmpty()) {
            folders.remove(pages.folder());
        }
    }

    /** Writes the pages of every folder in which something changed. Nothing changes, before the changes that it gives are applied. */
    List<Change> written() throws SyncException {
        List<Change> written = new ArrayList<>();
        for (Map.Entry<FolderName, FolderEntries> each : folders.entrySet()) {
            FolderEntries folder = each.getValue();
            if (!folder.changed().isEmpty()) {
                written.add(new Change.Pages(each.getKey(), store.number(), folder.totals(), folder.written(store)));
            }
        }
        return written;
    }

    /** How many bytes of pages count. */
    long pageBytes() {
        return folders.values().stream()
                .flatMap(folder -> folder.pages().stream())
                .mapToLong(Page::lengthBytes)
                .sum();
    }

    /** Writes every page into another file. Nothing changes, before the changes that it gives are applied. */
    List<Change> moved(PageFile to, long number) throws SyncException {
        List<Change> moved = new ArrayList<>();
        for (Map.Entry<FolderName, FolderEntries> each : folders.entrySet()) {
            List<Page> pages = new ArrayList<>();
            for (Page page : each.getValue().pages()) {
                pages.add(to.append(store.file(), page));
            }
            moved.add(new Change.Pages(each.getKey(), number, each.getValue().totals(), pages));
        }
        return moved;
    }

    private void acknowledge(long upTo) {
        lastReport = Math.max(lastReport, upTo);
        while (!reports.isEmpty() && reports.peek().number() <= upTo) {
            reports.remove();
        }
    }

    /** How many changes {@link #asChanges} gives, about, each page counted as one. */
    long changes() {
        return changed
                + folders.values().stream()
                        .mapToLong(folder -> folder.pages().size())
                        .sum()
                + sealed.size()
                + staged.size()
                + reports.size()
                + losses.size()
                + lossRuns.size()
                + lossesWritten.size();
    }

    /** Where the pages are now. */
    List<Change> pages() {
        List<Change> all = new ArrayList<>();
        folders.forEach(
                (name, folder) -> all.add(new Change.Pages(name, store.number(), folder.totals(), folder.pages())));
        return all;
    }

    /**
     * All of it as changes of an empty state.
     *
     * @param pages where its entries are, every one
     */
    Stream<Change> asChanges(List<Change> pages) {
        long firstQueued =
                reports.isEmpty() ? lastReport + 1 : reports.getFirst().number();
        return Stream.of(
                        source.<Change>map(Change.Source::new).stream(),
                        purgeMemory.<Change>map(Change.Purge::new).stream(),
                        Stream.of(
                                new Change.Scan(scanSeq),
                                new Change.ScanFloor(scanFloor),
                                new Change.Token(token),
                                new Change.Run(run),
                                new Change.Applied(appliedScan),
                                massChange,
                                new Change.SealDue(sealDueAt),
                                new Change.Acknowledge(firstQueued - 1)),
                        pages.stream(),
                        staged.stream().map(Change.Stage::new),
                        sealed.values().stream().map(Change.Seal::new),
                        losses.stream().map(Change.Loss::new),
                        lossRuns.entrySet().stream().map(given -> new Change.LossRun(given.getKey(), given.getValue())),
                        lossesWritten.stream().map(Change.LossWritten::new),
                        reports.stream().map(queued -> new Change.Queue(queued.number(), queued.report())))
                .flatMap(part -> part);
    }
}

package io.datasync.core.journal.file;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of one job, in memory, in the orders in which it is asked for. Changed by {@link #apply} alone. For one thread at a time. */
final class JobState {
    private final NavigableMap<FolderName, NavigableMap<byte[], Known>> folders = new TreeMap<>();
    private final NavigableSet<SourceEntry> pending = new TreeSet<>(PurgeOrder.TIME.comparator());

    /** The same in each order that was asked for. */
    private final Map<PurgeOrder, NavigableSet<SourceEntry>> pendingInOrder =
            new EnumMap<>(Map.of(PurgeOrder.TIME, pending));

    private final NavigableMap<byte[], SourceEntry> staged = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<FolderName, SetSummary> summaries = new HashMap<>();
    private final Deque<QueuedReport> reports = new ArrayDeque<>();
    private final List<LossNote> losses = new ArrayList<>();
    private long entries;
    private Optional<String> source = Optional.empty();
    private long scanSeq;
    private long scanFloor;
    private long lastReport;
    private Optional<String> purgeMemory = Optional.empty();
    private final NavigableMap<Long, RunId> lossRuns = new TreeMap<>();
    private final Set<Long> lossesWritten = new HashSet<>();
    private long heldBack;
    private long appliedScan;
    private Change.MassChange massChange = Change.MassChange.NONE;
    private final NavigableMap<FolderName, SealedFolder> sealed = new TreeMap<>();
    private Optional<Instant> sealDueAt = Optional.empty();
    private Optional<RunNote> run = Optional.empty();
    private FencingToken token = FencingToken.NONE;

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

    long heldBack() {
        return heldBack;
    }

    Collection<SealedFolder> sealed() {
        return sealed.values();
    }

    Optional<Instant> sealDueAt() {
        return sealDueAt;
    }

    /** Every entry, folder by folder, each in canonical order. */
    Stream<Known> all() {
        return folders.values().stream().flatMap(folder -> folder.values().stream());
    }

    long pending() {
        return pending.size();
    }

    NavigableSet<SourceEntry> pending(PurgeOrder order) {
        return pendingInOrder.computeIfAbsent(order, asked -> {
            NavigableSet<SourceEntry> entriesInOrder = new TreeSet<>(asked.comparator());
            entriesInOrder.addAll(pending);
            return entriesInOrder;
        });
    }

    Optional<String> purgeMemory() {
        return purgeMemory;
    }

    Stream<SourceEntry> files() {
        return all().map(Known::observed).filter(entry -> entry.kind() == EntryKind.FILE);
    }

    long entries() {
        return entries;
    }

    Collection<FolderName> folders() {
        return folders.keySet();
    }

    Collection<Known> entries(FolderName folder) {
        NavigableMap<byte[], Known> known = folders.get(folder);
        return known == null ? List.of() : known.values();
    }

    @Nullable
    Known find(SourceEntry entry) {
        NavigableMap<byte[], Known> known = folders.get(entry.path().folder());
        return known == null ? null : known.get(entry.orderKey());
    }

    boolean isStaged(SourceEntry entry) {
        return staged.containsKey(entry.orderKey());
    }

    /** What is staged as vanished, in canonical order. */
    Collection<SourceEntry> staged() {
        return staged.values();
    }

    /** What was verified of a folder's entries, or empty when nothing was. */
    Optional<SetSummary> summary(FolderName folder) {
        SetSummary summary = summaries.computeIfAbsent(folder, this::summed);
        return summary.count() == 0 ? Optional.empty() : Optional.of(summary);
    }

    private SetSummary summed(FolderName folder) {
        SetSummary sum = SetSummary.EMPTY;
        for (Known known : entries(folder)) {
            if (known.entry().verified().isPresent()) {
                var fact = known.entry().verified().get();
                sum = sum.plus(fact.entry().sizeBytes(), fact.entryDigest());
            }
        }
        return sum;
    }

    void apply(Change change) {
        if (change instanceof Change.Put put) {
            put(put);
        } else if (change instanceof Change.Remove remove) {
            remove(remove.entry());
        } else if (change instanceof Change.Stage stage) {
            staged.put(stage.entry().orderKey(), stage.entry());
        } else if (change instanceof Change.Unstage unstage) {
            staged.remove(unstage.entry().orderKey());
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

    private void put(Change.Put put) {
        JournalEntry entry = put.entry();
        SourceEntry observed = entry.observed();
        FolderName folder = observed.path().folder();
        Known before = folders.computeIfAbsent(folder, none -> new TreeMap<>(Arrays::compareUnsigned))
                .put(observed.orderKey(), new Known(entry, put.firstScan()));
        forget(folder, before);
        entries++;
        heldBack += entry.hold().keepsBack() ? 1 : 0;
        if (entry.waits()) {
            pendingInOrder.values().forEach(inOrder -> inOrder.add(observed));
        }
    }

    private void remove(SourceEntry entry) {
        FolderName folder = entry.path().folder();
        NavigableMap<byte[], Known> known = Objects.requireNonNull(folders.get(folder), "A folder with an entry");
        forget(folder, known.remove(entry.orderKey()));
        staged.remove(entry.orderKey());
        if (known.isEmpty()) {
            folders.remove(folder);
            summaries.remove(folder);
        }
    }

    private void forget(FolderName folder, @Nullable Known before) {
        summaries.remove(folder);
        if (before != null) {
            entries--;
            heldBack -= before.entry().hold().keepsBack() ? 1 : 0;
            pendingInOrder.values().forEach(inOrder -> inOrder.remove(before.observed()));
        }
    }

    private void acknowledge(long upTo) {
        lastReport = Math.max(lastReport, upTo);
        while (!reports.isEmpty() && reports.peek().number() <= upTo) {
            reports.remove();
        }
    }

    /** How many changes {@link #all} gives, about. */
    long changes() {
        return entries
                + sealed.size()
                + staged.size()
                + reports.size()
                + losses.size()
                + lossRuns.size()
                + lossesWritten.size();
    }

    /** All of it as changes of an empty state. */
    Stream<Change> asChanges() {
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
                        all().map(known -> new Change.Put(known.entry(), known.firstScan())),
                        staged.values().stream().map(Change.Stage::new),
                        sealed.values().stream().map(Change.Seal::new),
                        losses.stream().map(Change.Loss::new),
                        lossRuns.entrySet().stream().map(given -> new Change.LossRun(given.getKey(), given.getValue())),
                        lossesWritten.stream().map(Change.LossWritten::new),
                        reports.stream().map(queued -> new Change.Queue(queued.number(), queued.report())))
                .flatMap(part -> part);
    }
}

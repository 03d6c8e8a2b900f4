package io.datasync.testkit.journal.memory;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standing;
import io.datasync.core.purge.Standings;
import io.datasync.testkit.journal.memory.JobMemory.Known;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The memory of one job. Everything that can be counted is counted anew at each call. */
final class InMemoryJobJournal extends InMemoryVanishing {
    InMemoryJobJournal(InMemoryJournal journal, JobMemory job) {
        super(journal, job);
    }

    @Override
    public long beginScan() throws SyncException {
        synchronized (journal) {
            journal.call();
            job.vanished.clear();
            long before = job.scanSeq == 0 ? journal.firstScan() : job.scanSeq;
            job.scanSeq = Math.max(before, job.scanFloor) + 1;
            return job.scanSeq;
        }
    }

    @Override
    public List<FolderName> folders() throws SyncException {
        synchronized (journal) {
            journal.call();
            return job.entries.values().stream()
                    .map(known -> known.observed().path().folder())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    @Override
    public JournalCursor entries(FolderName folder) throws SyncException {
        synchronized (journal) {
            journal.call();
            List<JournalEntry> entries = job.entries.values().stream()
                    .map(Known::entry)
                    .filter(entry -> entry.observed().path().folder().equals(folder))
                    .toList();
            journal.cursorOpened();
            return new ListCursor(journal, entries);
        }
    }

    @Override
    public List<JournalEntry> find(List<RelativePath> paths) throws SyncException {
        synchronized (journal) {
            journal.call();
            return paths.stream()
                    .distinct()
                    .flatMap(path -> keys(path).stream())
                    .map(job.entries::get)
                    .filter(Objects::nonNull)
                    .map(Known::entry)
                    .toList();
        }
    }

    @Override
    public void observe(long scanSeq, List<SourceEntry> entries) throws SyncException {
        synchronized (journal) {
            requireCurrent(scanSeq);
            journal.call();
            for (SourceEntry entry : entries) {
                byte[] key = entry.orderKey();
                Known before = job.entries.get(key);
                job.vanished.remove(key);
                if (before == null) {
                    job.entries.put(key, new Known(new JournalEntry(entry, Optional.empty()), scanSeq));
                } else {
                    job.entries.put(key, new Known(before.entry().observed(entry), before.firstScan()));
                }
            }
        }
    }

    @Override
    public List<SourceEntry> pending(PurgeOrder order, Optional<SourceEntry> after, int max) throws SyncException {
        synchronized (journal) {
            requireSome(max);
            journal.call();
            return pending(order)
                    .filter(entry -> after.isEmpty() || order.comparator().compare(entry, after.get()) > 0)
                    .limit(max)
                    .toList();
        }
    }

    private Stream<SourceEntry> pending(PurgeOrder order) {
        return job.entries.values().stream()
                .map(Known::entry)
                .filter(JournalEntry::waits)
                .map(JournalEntry::observed)
                .sorted(order.comparator());
    }

    @Override
    public Standings standings() throws SyncException {
        synchronized (journal) {
            journal.call();
            List<SourceEntry> files = job.entries.values().stream()
                    .map(Known::observed)
                    .filter(entry -> entry.kind() == EntryKind.FILE)
                    .toList();
            Map<PurgeOrder, Standing> standings = new EnumMap<>(PurgeOrder.class);
            for (PurgeOrder order : PurgeOrder.values()) {
                pending(order)
                        .filter(entry -> entry.kind() == EntryKind.FILE)
                        .findFirst()
                        .ifPresent(first -> standings.put(
                                order,
                                new Standing(
                                        first, volume(files.stream().filter(file -> order.isAhead(file, first))))));
            }
            return new Standings(volume(files.stream()), standings);
        }
    }

    @Override
    public void recordVerified(long scanSeq, List<Fact> facts) throws SyncException {
        synchronized (journal) {
            requireBegun(scanSeq);
            journal.call();
            for (Fact fact : facts) {
                byte[] key = fact.entry().orderKey();
                Known before = job.entries.get(key);
                SourceEntry observed = before == null ? fact.entry() : before.observed();
                long firstScan = before == null ? scanSeq : before.firstScan();
                JournalEntry known = before == null ? new JournalEntry(observed, Optional.empty()) : before.entry();
                job.entries.put(key, new Known(known.verified(Optional.of(fact)), firstScan));
                queue(new Report.Verified(scanSeq, fact));
            }
        }
    }

    @Override
    public void adopt(List<Fact> facts) throws SyncException {
        synchronized (journal) {
            journal.call();
            for (Fact fact : facts) {
                byte[] key = fact.entry().orderKey();
                Known known = job.entries.get(key);
                if (known != null && known.observed().looksLike(fact.entry())) {
                    verify(key, known, Optional.of(fact));
                }
            }
        }
    }

    @Override
    public void reportAgain(long scanSeq, List<RelativePath> paths) throws SyncException {
        synchronized (journal) {
            requireBegun(scanSeq);
            journal.call();
            for (RelativePath path : paths) {
                for (byte[] key : keys(path)) {
                    Known known = job.entries.get(key);
                    if (known != null && known.entry().verified().isPresent()) {
                        queue(new Report.Verified(
                                scanSeq, known.entry().verified().get()));
                    }
                }
            }
        }
    }

    @Override
    public void doubt(List<RelativePath> paths) throws SyncException {
        synchronized (journal) {
            journal.call();
            for (RelativePath path : paths) {
                for (byte[] key : keys(path)) {
                    Known known = job.entries.get(key);
                    if (known != null) {
                        verify(key, known, Optional.empty());
                    }
                }
            }
        }
    }

    private void verify(byte[] key, Known known, Optional<Fact> fact) {
        job.entries.put(key, new Known(known.entry().verified(fact), known.firstScan()));
    }

    /** The keys under which a path may be known: as a file and as a folder. */
    private static List<byte[]> keys(RelativePath path) {
        return List.of(
                SourceEntry.file(path, 0, 0).orderKey(),
                SourceEntry.folder(path).orderKey());
    }

    @Override
    public Map<FolderName, SetSummary> summaries() throws SyncException {
        synchronized (journal) {
            journal.call();
            Map<FolderName, SetSummary> summaries = new TreeMap<>();
            for (Known known : job.entries.values()) {
                known.entry().verified().ifPresent(fact -> {
                    FolderName folder = fact.entry().path().folder();
                    SetSummary before = summaries.getOrDefault(folder, SetSummary.EMPTY);
                    summaries.put(folder, before.plus(fact.entry().sizeBytes(), fact.entryDigest()));
                });
            }
            return summaries;
        }
    }

    @Override
    public Map<FolderName, Long> unfinished() throws SyncException {
        synchronized (journal) {
            journal.call();
            Map<FolderName, Long> unfinished = new TreeMap<>();
            for (JobMemory.Known known : job.entries.values()) {
                if (known.entry().pending()) {
                    unfinished.merge(known.observed().path().folder(), 1L, Long::sum);
                }
            }
            return unfinished;
        }
    }

    @Override
    public JournalCounts counts() throws SyncException {
        synchronized (journal) {
            journal.call();
            long pending = count(JournalEntry::waits);
            long heldBack = count(entry -> entry.hold().keepsBack());
            return new JournalCounts(
                    job.entries.size() - pending - heldBack, pending, job.reports.size(), job.losses.size(), heldBack);
        }
    }
}

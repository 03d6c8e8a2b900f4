package io.datasync.testkit.journal.memory;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.testkit.journal.memory.JobMemory.Known;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a job's memory knows of mass changes (D-12). */
abstract class InMemoryHolds extends InMemoryJobNotes {
    InMemoryHolds(InMemoryJournal journal, JobMemory job) {
        super(journal, job);
    }

    final long count(Predicate<JournalEntry> which) {
        return job.entries.values().stream().map(Known::entry).filter(which).count();
    }

    private static boolean undecided(JournalEntry entry) {
        return entry.changed() && entry.hold() == Hold.NONE;
    }

    @Override
    public ChangeCensus changeCensus() throws SyncException {
        synchronized (journal) {
            journal.call();
            return new ChangeCensus(
                    count(JournalEntry::archivedFile),
                    count(InMemoryHolds::undecided),
                    count(entry -> entry.hold() == Hold.HELD),
                    count(entry -> entry.hold() == Hold.QUARANTINED),
                    job.renamed,
                    job.changedSince,
                    job.changesTold);
        }
    }

    @Override
    public long newNames() throws SyncException {
        synchronized (journal) {
            journal.call();
            return job.entries.values().stream()
                    .filter(known -> known.firstScan() > job.appliedScan
                            && known.entry().verified().isEmpty()
                            && known.observed().kind() == EntryKind.FILE)
                    .count();
        }
    }

    @Override
    public HeldFiles hold(long scanSeq, long renamed, Instant noticedAt) throws SyncException {
        synchronized (journal) {
            requireCurrent(scanSeq);
            journal.call();
            if (job.changedSince.isEmpty()) {
                job.changedSince = Optional.of(noticedAt);
            }
            job.renamed += renamed;
            long files = 0;
            long bytes = 0;
            for (Map.Entry<byte[], Known> each : job.entries.entrySet()) {
                Known known = each.getValue();
                if (undecided(known.entry()) && !job.vanished.contains(each.getKey())) {
                    each.setValue(new Known(known.entry().held(Hold.HELD), known.firstScan()));
                    files++;
                    bytes += known.observed().sizeBytes();
                }
            }
            return new HeldFiles(files, bytes);
        }
    }

    @Override
    public List<SourceEntry> held(int max) throws SyncException {
        synchronized (journal) {
            requireSome(max);
            journal.call();
            return job.entries.values().stream()
                    .map(Known::entry)
                    .filter(entry -> entry.hold() == Hold.HELD)
                    .map(JournalEntry::observed)
                    .sorted(Comparator.comparing(
                                    (SourceEntry entry) -> entry.path().folder())
                            .thenComparing(SourceEntry.CANONICAL_ORDER))
                    .limit(max)
                    .toList();
        }
    }

    @Override
    public void acceptChanges() throws SyncException {
        synchronized (journal) {
            journal.call();
            decide(entry -> undecided(entry) || entry.hold().keepsBack(), Hold.ACCEPTED);
        }
    }

    @Override
    public void quarantineChanges() throws SyncException {
        synchronized (journal) {
            journal.call();
            decide(entry -> entry.hold() == Hold.HELD, Hold.QUARANTINED);
        }
    }

    private void decide(Predicate<JournalEntry> which, Hold decided) {
        job.entries.replaceAll((key, known) ->
                which.test(known.entry()) ? new Known(known.entry().held(decided), known.firstScan()) : known);
        job.changedSince = Optional.empty();
        job.renamed = 0;
    }

    @Override
    public void noteChangesTold(long files) throws SyncException {
        synchronized (journal) {
            journal.call();
            job.changesTold = files;
        }
    }
}

package io.datasync.testkit.journal.memory;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.Report;
import io.datasync.core.purge.Disorder;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Volume;
import io.datasync.testkit.journal.memory.JobMemory.Known;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is gone from the source: staged, counted, and told as gone or lost (D-2, CORE-10). */
abstract class InMemoryVanishing extends InMemoryHolds {
    InMemoryVanishing(InMemoryJournal journal, JobMemory job) {
        super(journal, job);
    }

    @Override
    public void stageVanished(long scanSeq, List<SourceEntry> entries) throws SyncException {
        synchronized (journal) {
            requireCurrent(scanSeq);
            journal.call();
            for (SourceEntry entry : entries) {
                byte[] key = entry.orderKey();
                if (job.entries.containsKey(key)) {
                    job.vanished.add(key);
                }
            }
        }
    }

    @Override
    public void unstageVanished(long scanSeq, FolderName folder) throws SyncException {
        synchronized (journal) {
            requireCurrent(scanSeq);
            journal.call();
            job.vanished.removeIf(key -> Objects.requireNonNull(job.entries.get(key))
                    .observed()
                    .path()
                    .folder()
                    .equals(folder));
        }
    }

    @Override
    public VanishCensus vanishCensus(long scanSeq) throws SyncException {
        synchronized (journal) {
            requireCurrent(scanSeq);
            journal.call();
            List<SourceEntry> known = new ArrayList<>();
            List<SourceEntry> vanished = new ArrayList<>();
            OptionalLong oldestSurvivor = OptionalLong.empty();
            for (var each : job.entries.entrySet()) {
                SourceEntry file = each.getValue().observed();
                if (file.kind() != EntryKind.FILE || each.getValue().firstScan() >= scanSeq) {
                    continue;
                }
                known.add(file);
                if (job.vanished.contains(each.getKey())) {
                    vanished.add(file);
                } else {
                    oldestSurvivor = OptionalLong.of(Math.min(oldestSurvivor.orElse(file.ticks()), file.ticks()));
                }
            }
            return new VanishCensus(
                    known.size(),
                    vanished.size(),
                    volume(vanished.stream()).bytes(),
                    new Disorder(
                            outOfOrder(PurgeOrder.TIME, known, vanished),
                            outOfOrder(PurgeOrder.NAME, known, vanished),
                            outOfOrder(PurgeOrder.FOLDER, known, vanished)),
                    vanished.stream().mapToLong(SourceEntry::ticks).max(),
                    oldestSurvivor);
        }
    }

    /** The vanished for which the last file of a pure prefix is certain to stand ahead. */
    private static long outOfOrder(PurgeOrder order, List<SourceEntry> known, List<SourceEntry> vanished) {
        if (vanished.isEmpty()) {
            return 0;
        }
        SourceEntry last = known.stream().sorted(order.comparator()).toList().get(vanished.size() - 1);
        return vanished.stream().filter(file -> order.isAhead(last, file)).count();
    }

    @Override
    public long applyVanished(long scanSeq, Instant noticedAt) throws SyncException {
        synchronized (journal) {
            requireCurrent(scanSeq);
            journal.call();
            long lost = 0;
            List<SourceEntry> staged = job.vanished.stream()
                    .map(key -> Objects.requireNonNull(job.entries.get(key)).observed())
                    .sorted(Comparator.comparing(
                                    (SourceEntry entry) -> entry.path().folder())
                            .thenComparing(SourceEntry.CANONICAL_ORDER))
                    .toList();
            for (SourceEntry entry : staged) {
                lost += remove(entry.orderKey(), scanSeq, noticedAt);
            }
            job.appliedScan = scanSeq;
            return lost;
        }
    }

    @Override
    public void forgetNew(long scanSeq) throws SyncException {
        synchronized (journal) {
            requireCurrent(scanSeq);
            journal.call();
            List<SourceEntry> fresh = job.entries.values().stream()
                    .filter(known -> known.firstScan() == scanSeq
                            && known.entry().verified().isEmpty())
                    .map(Known::observed)
                    .toList();
            fresh.forEach(entry -> remove(entry.orderKey(), scanSeq, null));
        }
    }

    @Override
    public void leaveOut(long scanSeq, List<SourceEntry> entries) throws SyncException {
        synchronized (journal) {
            requireBegun(scanSeq);
            journal.call();
            for (SourceEntry entry : entries) {
                remove(entry.orderKey(), scanSeq, null);
            }
        }
    }

    /** Removes an entry with what follows from it; without a time, nothing is a loss. Says how many files are lost. */
    private long remove(byte[] key, long scanSeq, @Nullable Instant noticedAt) {
        Known known = job.entries.remove(key);
        job.vanished.remove(key);
        if (known == null) {
            return 0;
        }
        SourceEntry observed = known.observed();
        if (known.entry().verified().isPresent()) {
            queue(new Report.Gone(scanSeq, observed.path()));
        }
        JournalEntry before = known.entry();
        boolean refused = before.hold() == Hold.QUARANTINED && before.verified().isPresent();
        if (noticedAt == null || !before.pending() || refused || observed.kind() != EntryKind.FILE) {
            return 0;
        }
        Optional<Digest> archived = before.verified().map(Fact::digest);
        queue(new Report.Lost(scanSeq, observed, noticedAt, archived));
        job.losses.add(new LossNote(scanSeq, observed, noticedAt, archived));
        return 1;
    }

    static Volume volume(Stream<SourceEntry> files) {
        return files.map(file -> new Volume(1, file.sizeBytes())).reduce(Volume.NONE, Volume::plus);
    }
}

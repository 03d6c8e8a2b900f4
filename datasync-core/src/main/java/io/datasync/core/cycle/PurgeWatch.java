package io.datasync.core.cycle;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.JobPool;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.purge.Disorder;
import io.datasync.core.purge.PurgeClock;
import io.datasync.core.purge.PurgeForecast;
import io.datasync.core.purge.PurgeMemory;
import io.datasync.core.purge.PurgeObservation;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standings;
import io.datasync.core.purge.Volume;
import io.datasync.core.scan.FolderReport;
import io.datasync.core.seal.SealedFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Watches in one cycle what is made and what is purged at the source, and says when the oldest unarchived file will go (CORE-9, D-11).
 *
 * <p>Entries and folders may be given by several threads, the rest by one.
 */
final class PurgeWatch {
    private static final long HOUR_SECONDS = 3_600;

    private final JobJournal journal;
    private final Optional<JobPool> pool;
    private final Instant now;
    private final boolean first;
    private final Instant countFrom;
    private final LongAdder presentFiles = new LongAdder();
    private final LongAdder presentBytes = new LongAdder();
    private final Map<Long, Volume> made = new HashMap<>();
    private PurgeMemory memory;
    private boolean incomplete;

    /**
     * Begins to watch.
     *
     * @param now the one time of this cycle's scan, to which the forecast applies
     */
    PurgeWatch(JobJournal journal, Optional<JobPool> pool, Instant now) throws SyncException {
        this.journal = journal;
        this.pool = pool;
        this.now = now;
        memory = read(journal);
        first = memory.notedAt().isEmpty();
        countFrom = memory.countFrom(now);
    }

    private static PurgeMemory read(JobJournal journal) throws SyncException {
        return journal.purgeMemory().map(PurgeMemory::parse).orElse(PurgeMemory.EMPTY);
    }

    /** In which order to archive: that in which the source deletes, or by time until that is known. */
    PurgeOrder order() {
        return memory.order().orElse(PurgeOrder.TIME);
    }

    /** An entry that is new. */
    void added(SourceEntry entry) {
        if (entry.kind() == EntryKind.FILE) {
            there(entry);
            count(entry, new Volume(1, entry.sizeBytes()));
        }
    }

    /** An entry that was known otherwise. */
    void changed(SourceEntry entry, SourceEntry before) {
        if (first) {
            added(entry);
        } else if (entry.kind() == EntryKind.FILE) {
            there(entry);
            count(entry, new Volume(0, Math.max(0, entry.sizeBytes() - before.sizeBytes())));
        }
    }

    /** An entry that is as it was known. A first scan that was killed has seen it already, and could tell nothing. */
    void unchanged(SourceEntry entry) {
        if (first) {
            added(entry);
        } else if (entry.kind() == EntryKind.FILE) {
            there(entry);
        }
    }

    private void there(SourceEntry file) {
        presentFiles.increment();
        presentBytes.add(file.sizeBytes());
    }

    /** Of a first scan only the last days count; later what is older than the scan before has come from elsewhere since. */
    private void count(SourceEntry file, Volume volume) {
        Instant at = Ticks.toInstant(file.ticks());
        boolean since = at.isAfter(countFrom);
        if (volume.isNone() || (first && !since)) {
            return;
        }
        Instant counted = since && !at.isAfter(now) ? at : now;
        long hour = Math.floorDiv(counted.getEpochSecond(), HOUR_SECONDS);
        synchronized (made) {
            made.merge(hour, volume, Volume::plus);
        }
    }

    /** A sealed folder that is not listed. */
    void skipped(SealedFolder folder) {
        presentFiles.add(folder.present());
        presentBytes.add(folder.bytes());
    }

    /** What a folder held besides its entries. */
    void listed(FolderReport report) {
        presentFiles.add(report.excluded() + report.failed());
        presentBytes.add(report.filteredBytes());
        if (!report.complete()) {
            synchronized (made) {
                incomplete = true;
            }
        }
    }

    /**
     * The scan is believed; notes what it taught.
     *
     * @param census what went; empty when the source was accepted as it is, which is no purge
     */
    void scanned(Optional<VanishCensus> census) throws SyncException {
        Volume present = new Volume(presentFiles.sum(), presentBytes.sum());
        PurgeMemory after = memory.plus(new PurgeObservation(
                now,
                incomplete ? present.max(memory.present()) : present,
                made,
                census.map(VanishCensus::known).orElse(0L),
                census.map(seen -> new Volume(seen.vanished(), seen.vanishedBytes()))
                        .orElse(Volume.NONE),
                census.map(VanishCensus::outOfOrder).orElse(Disorder.NONE)));
        // By their texts: the first comparison of two records costs a process more than all of its other work here.
        if (!after.text().equals(memory.text())) {
            journal.notePurge(after.text());
            memory = after;
        }
    }

    /**
     * When the oldest unarchived file goes, going by what the scan found: so it stays true however long the cycle takes. Only after
     * {@link #scanned}.
     */
    PurgeForecast forecast() throws SyncException {
        if (pool.isEmpty() || !pool.get().pool().hasLimit()) {
            return new PurgeForecast.Unknown(PurgeForecast.Reason.NO_LIMIT);
        }
        List<PurgeMemory> neighbours = new ArrayList<>();
        for (JobJournal neighbour : pool.get().neighbours()) {
            neighbours.add(read(neighbour));
        }
        Standings standings =
                journal.counts().pending() == 0 ? new Standings(Volume.NONE, Map.of()) : journal.standings();
        return PurgeClock.forecast(pool.map(JobPool::pool), memory, neighbours, standings, now);
    }
}

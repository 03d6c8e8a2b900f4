package io.datasync.core.cycle;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.manifest.SourceEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * New and changed entries of a scan on their way into the journal, those of many folders in one call: each call waits for the disk.
 *
 * <p>What waits is forgotten by a crash, as if it had not been scanned yet; so little waits, and not for long. Thread-safe. Each call throws what the
 * journal throws.
 */
final class Observations {
    private static final int WAITING_MAX = 1_000;
    private static final Duration WAIT_MAX = Duration.ofSeconds(1);

    private final JobJournal journal;
    private final long scanSeq;
    private final InstantSource clock;
    private final List<SourceEntry> waiting = new ArrayList<>();
    private Instant since = Instant.MIN;

    Observations(JobJournal journal, long scanSeq, InstantSource clock) {
        this.journal = journal;
        this.scanSeq = scanSeq;
        this.clock = clock;
    }

    synchronized void add(SourceEntry entry) throws SyncException {
        if (waiting.isEmpty()) {
            since = clock.instant();
        }
        waiting.add(entry);
        if (waiting.size() >= WAITING_MAX) {
            write();
        }
    }

    /** A folder came to its end. A clock that was put back lets nothing wait. */
    synchronized void folderEnded() throws SyncException {
        if (waiting.isEmpty()) {
            return;
        }
        Duration age = Duration.between(since, clock.instant());
        if (age.isNegative() || age.compareTo(WAIT_MAX) >= 0) {
            write();
        }
    }

    /** Writes what waits, before anything is made of it. */
    synchronized void write() throws SyncException {
        journal.observe(scanSeq, waiting);
        waiting.clear();
    }
}

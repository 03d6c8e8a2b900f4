package io.datasync.testkit.journal.memory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.lease.JobId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Journal} in memory, written as plainly as the contract reads, so that a durable one can be compared with it.
 *
 * <p>Strict: a call after {@link #close} or {@link #crash} is an {@link IllegalStateException}, cursors that were not closed are counted,
 * and chosen calls fail as the contract allows. Thread-safe.
 */
public final class InMemoryJournal implements Journal {
    private final Map<JobId, JobMemory> memory;
    private final InstantSource clock;
    private boolean usable = true;
    private int openCursors;
    private int callsUntilFailure;
    private @Nullable ErrorCode failure;

    /** An empty journal, whose first scan has the number 1. */
    public InMemoryJournal() {
        this(InstantSource.fixed(Instant.EPOCH));
    }

    /** An empty journal, whose first scan gets its number from this clock, as that of a durable one does (D-21). */
    public InMemoryJournal(InstantSource clock) {
        this(new TreeMap<>(), clock);
    }

    private InMemoryJournal(Map<JobId, JobMemory> memory, InstantSource clock) {
        this.memory = memory;
        this.clock = clock;
    }

    @Override
    public synchronized JobJournal job(JobId job) throws SyncException {
        call();
        return new InMemoryJobJournal(this, memory.computeIfAbsent(job, id -> new JobMemory()));
    }

    @Override
    public synchronized void close() {
        usable = false;
    }

    /** The process dies: this journal is of no use any more, and the one returned has everything that a returned call changed. */
    public synchronized InMemoryJournal crash() {
        usable = false;
        return new InMemoryJournal(memory, clock);
    }

    /** Another journal that knows what this one knows now: a cloned disk, or one that is to be restored later. */
    public synchronized InMemoryJournal copy() {
        Map<JobId, JobMemory> copies = new TreeMap<>();
        memory.forEach((job, known) -> copies.put(job, known.copy()));
        return new InMemoryJournal(copies, clock);
    }

    /** The number after which the first scan of a job begins. */
    long firstScan() {
        return Math.max(0, clock.millis());
    }

    /** Lets the {@code nth} call from now on, of any job, fail with {@code JOURNAL_IO} or {@code JOURNAL_CORRUPT}; 1 is the next. */
    public synchronized void failCall(int nth, ErrorCode code) {
        if (nth < 1 || (code != ErrorCode.JOURNAL_IO && code != ErrorCode.JOURNAL_CORRUPT)) {
            throw new IllegalArgumentException("No call of a journal fails so: " + nth + ", " + code);
        }
        callsUntilFailure = nth;
        failure = code;
    }

    /** The entries of a job as they are, in canonical order; none of a job that is not known. No call of the journal. */
    public synchronized List<JournalEntry> entries(JobId job) {
        JobMemory known = memory.get(job);
        return known == null
                ? List.of()
                : known.entries.values().stream().map(JobMemory.Known::entry).toList();
    }

    /** The losses of a job that were ever noted, oldest first. No call of the journal. */
    public synchronized List<LossNote> losses(JobId job) {
        JobMemory known = memory.get(job);
        return known == null ? List.of() : List.copyOf(known.losses);
    }

    /** Cursors that were opened and not closed. */
    public synchronized int openCursors() {
        return openCursors;
    }

    void call() throws SyncException {
        if (!usable) {
            throw new IllegalStateException("The journal is closed");
        }
        if (failure != null) {
            callsUntilFailure--;
            if (callsUntilFailure == 0) {
                ErrorCode code = failure;
                failure = null;
                throw new SyncException(code, code == ErrorCode.JOURNAL_IO, "A failure asked for by the test");
            }
        }
    }

    void cursorOpened() {
        openCursors++;
    }

    synchronized void cursorClosed() {
        openCursors--;
    }
}

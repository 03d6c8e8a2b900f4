package io.datasync.core.journal.file;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.file.log.LogFile;
import io.datasync.core.journal.file.log.LogStep;
import io.datasync.core.lease.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A {@link Journal} without a database: everything in memory, every change in a log of checksummed records that is on the disk when the call
 * returns.
 *
 * <p>Made for the programs that embed the core and archive up to some hundred thousand files: an entry takes about half a kilobyte of memory,
 * and opening reads the whole log. The log is written anew, shorter, when most of it is superseded. A kill or a power cut tears at most the
 * record of a call that had not returned, which the next opening cuts off; any other damage is {@code JOURNAL_CORRUPT}, and the caller
 * decides whether to {@link #setAside} what is there. One process at a time works with a folder. Thread-safe.
 */
public final class FileJournal implements Journal {
    /** How many entries of all its jobs a journal takes; a call that would exceed it fails with {@code JOURNAL_IO}. */
    public static final int ENTRIES_MAX = 1_000_000;

    private static final String LOG = "journal.log";
    private static final String LOCK = "journal.lock";
    private static final int CHANGES_A_RECORD = 1_000;
    private static final int SLACK = 10_000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Optional<FolderLock> lock;
    private final LogFile log;
    private final InstantSource clock;
    private final Map<JobId, JobState> jobs = new TreeMap<>();
    private long logged;
    private long compactAbove;
    private boolean usable = true;

    private FileJournal(Optional<FolderLock> lock, LogFile log, InstantSource clock) {
        this.lock = lock;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Opens the journal in a folder, which is made when it is not there; an empty folder holds an empty journal.
     *
     * @param clock gives the first scan of a job its number (D-21)
     * @throws SyncException {@code HOME_BUSY} (retryable) when somebody works with it, in this process or another; {@code JOURNAL_IO};
     *     {@code JOURNAL_CORRUPT}, after which everything is as it was
     */
    public static FileJournal open(Path folder, InstantSource clock) throws SyncException {
        return open(folder, clock, step -> {});
    }

    static FileJournal open(Path folder, InstantSource clock, Consumer<LogStep> steps) throws SyncException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.JOURNAL_IO,
                    true,
                    "Cannot make the journal's folder " + folder + ": " + e.getMessage(),
                    e);
        }
        FolderLock lock = FolderLock.take(folder.resolve(LOCK));
        try {
            FileJournal journal = new FileJournal(Optional.of(lock), new LogFile(folder.resolve(LOG), steps), clock);
            if (journal.log.exists()) {
                journal.log.read(journal::replay);
                journal.compactIfDue();
            } else {
                journal.log.replace(sink -> {});
            }
            return journal;
        } catch (SyncException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * What a journal holds at this moment, for looking only: nothing is made, locked or changed, and whoever works with it goes on. A call
     * that would change something is an {@link IllegalStateException}.
     *
     * @throws SyncException {@code JOURNAL_IO}, {@code JOURNAL_CORRUPT}
     */
    public static FileJournal readOnly(Path folder) throws SyncException {
        LogFile log = new LogFile(folder.resolve(LOG), step -> {});
        FileJournal journal = new FileJournal(Optional.empty(), log, InstantSource.fixed(Instant.EPOCH));
        if (log.exists()) {
            log.read(journal::replay);
        }
        return journal;
    }

    /**
     * Gives a damaged journal another name, so that the next {@link #open} begins with an empty one; what it knew comes back by reading the
     * archive. To be called when nobody has it open.
     *
     * @return the log's new name; empty when there was none
     * @throws SyncException {@code JOURNAL_IO}: everything is as it was; {@code HOME_BUSY}
     */
    public static Optional<Path> setAside(Path folder, InstantSource clock) throws SyncException {
        Path log = folder.resolve(LOG);
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        FolderLock held = FolderLock.take(folder.resolve(LOCK));
        try {
            Path aside = log.resolveSibling(LOG + ".corrupt-" + STAMP.format(clock.instant()));
            return Optional.of(Files.move(log, aside, StandardCopyOption.ATOMIC_MOVE));
        } catch (IOException e) {
            throw new SyncException(ErrorCode.JOURNAL_IO, true, "Cannot set aside " + log + ": " + e.getMessage(), e);
        } finally {
            held.close();
        }
    }

    private void replay(byte[] content) throws SyncException {
        ChangeReader reader = new ChangeReader(content);
        JobState state = jobs.computeIfAbsent(reader.job(), id -> new JobState());
        for (Optional<Change> change = reader.next(); change.isPresent(); change = reader.next()) {
            state.apply(change.get());
            logged++;
        }
    }

    @Override
    public synchronized JobJournal job(JobId job) throws SyncException {
        requireUsable();
        return new FileJobJournal(this, job, jobs.computeIfAbsent(job, id -> new JobState()), clock);
    }

    void requireUsable() {
        if (!usable) {
            throw new IllegalStateException("The journal is closed");
        }
    }

    /** Makes changes durable, and then has them. Called with this journal's monitor held. */
    void commit(JobId job, JobState state, List<Change> changes) throws SyncException {
        if (lock.isEmpty()) {
            throw new IllegalStateException("The journal was opened for looking only");
        }
        if (changes.isEmpty()) {
            return;
        }
        requireRoom(state, changes);
        ChangeWriter writer = new ChangeWriter(job.text());
        changes.forEach(writer::write);
        log.append(writer.bytes());
        changes.forEach(state::apply);
        logged += changes.size();
        compactIfDue();
    }

    private void requireRoom(JobState state, List<Change> changes) throws SyncException {
        long more = changes.stream()
                .filter(change -> change instanceof Change.Put put
                        && state.find(put.entry().observed()) == null)
                .count();
        long entries = jobs.values().stream().mapToLong(JobState::entries).sum();
        if (more > 0 && entries + more > ENTRIES_MAX) {
            throw SyncException.passing(
                    ErrorCode.JOURNAL_IO, "A journal in plain files takes " + ENTRIES_MAX + " entries and no more");
        }
    }

    private void compactIfDue() {
        long live = jobs.values().stream().mapToLong(JobState::changes).sum();
        if (logged <= Math.max(2 * live + SLACK, compactAbove)) {
            return;
        }
        try {
            log.replace(this::writeAll);
            logged = live;
        } catch (SyncException e) {
            // The log is longer than it need be, and whole. Tried again when it has grown once more by half.
            compactAbove = logged + logged / 2;
        }
    }

    private void writeAll(LogFile.Sink sink) throws IOException {
        for (Map.Entry<JobId, JobState> job : jobs.entrySet()) {
            Chunks chunks = new Chunks(job.getKey(), sink);
            for (Change change : (Iterable<Change>) job.getValue().asChanges()::iterator) {
                chunks.write(change);
            }
            chunks.end();
        }
    }

    /** Records of bounded size. */
    private static final class Chunks {
        private final JobId job;
        private final LogFile.Sink sink;
        private ChangeWriter writer;
        private int changes;

        Chunks(JobId job, LogFile.Sink sink) {
            this.job = job;
            this.sink = sink;
            writer = new ChangeWriter(job.text());
        }

        void write(Change change) throws IOException {
            writer.write(change);
            if (++changes == CHANGES_A_RECORD) {
                end();
            }
        }

        void end() throws IOException {
            if (changes > 0) {
                sink.write(writer.bytes());
                writer = new ChangeWriter(job.text());
                changes = 0;
            }
        }
    }

    @Override
    public synchronized void close() {
        usable = false;
        log.close();
        lock.ifPresent(FolderLock::close);
    }
}

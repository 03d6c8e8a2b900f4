package io.datasync.core.journal.file;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.Journal;
import io.datasync.core.journal.file.change.Change;
import io.datasync.core.journal.file.change.ChangeReader;
import io.datasync.core.journal.file.change.ChangeWriter;
import io.datasync.core.journal.file.log.LogFile;
import io.datasync.core.journal.file.log.LogStep;
import io.datasync.core.journal.file.page.Page;
import io.datasync.core.journal.file.page.PageFile;
import io.datasync.core.lease.JobId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A {@link Journal} without a database: entries in sorted pages in one file, every change in a log of checksummed records that is on the disk when
 * the call returns.
 *
 * <p>Made for the programs that embed the core. Memory is needed for a page of each of a few, for what changed since the pages were written (at
 * most some ten thousand entries, and what one call changes), and for what is staged as vanished, reported, lost and sealed; not for what is
 * known. An entry takes about a hundred bytes on disk, and as much again before the file is written anew. The log is written anew, shorter, when
 * most of it is superseded. A kill or a power cut tears at most the
 * record of a call that had not returned, which the next opening cuts off; any other damage is {@code JOURNAL_CORRUPT}, from the opening or from
 * the call that reads a damaged page, and the caller
 * decides whether to {@link #setAside} what is there. One process at a time works with a folder. Thread-safe.
 */
public final class FileJournal implements Journal {
    /**
     * How many entries of all its jobs a journal takes; a call that would exceed it fails with {@code JOURNAL_IO}. For so many, the list of
     * pages is some 30 MB in the log, and in memory.
     */
    public static final int ENTRIES_MAX = 50_000_000;

    /** So many entries may have changed since the pages were written. */
    private static final int CHANGED_MAX = 10_000;

    private static final int CHANGED_MOST = 1_000_000;

    /** A page file may hold so much that does not count, for each entry that may have changed, and as much again as counts. */
    private static final long STALE_BYTES = 1_000;

    /** So many changed entries may be left in the log for the next opening to read. */
    private static final int LEFT_MAX = 1_000;

    private static final int TRIES_TO_LOOK = 3;
    private static final String LOG = "journal.log";
    private static final String LOCK = "journal.lock";
    private static final int SLACK = 10_000;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Optional<FolderLock> lock;
    private final LogFile log;
    private final PageStore pages;
    private final Consumer<LogStep> steps;
    private final int changedMax;
    private final InstantSource clock;
    private final Map<JobId, JobState> jobs = new TreeMap<>();
    private long logged;
    private long writeAbove;
    private long compactAbove;
    private boolean usable = true;

    private FileJournal(
            Optional<FolderLock> lock, Path folder, InstantSource clock, Consumer<LogStep> steps, int changedMax) {
        this.lock = lock;
        this.clock = clock;
        this.steps = steps;
        this.changedMax = changedMax;
        log = new LogFile(folder.resolve(LOG), steps);
        pages = new PageStore(folder);
    }

    /**
     * Opens the journal in a folder, which is made when it is not there; an empty folder holds an empty journal.
     *
     * @param clock gives the first scan of a job its number (D-21)
     * @throws SyncException {@code HOME_BUSY} (retryable) when somebody works with it, in this process or another; {@code JOURNAL_IO};
     *     {@code JOURNAL_CORRUPT}, after which everything is as it was
     */
    public static FileJournal open(Path folder, InstantSource clock) throws SyncException {
        return open(folder, clock, CHANGED_MAX);
    }

    /**
     * As {@link #open(Path, InstantSource)}.
     *
     * @param changedMax so many entries may have changed before they are written into pages, 1 to 1,000,000; each takes about half a kilobyte of
     *     memory until then. 10,000 where nothing is said
     */
    public static FileJournal open(Path folder, InstantSource clock, int changedMax) throws SyncException {
        if (changedMax < 1 || changedMax > CHANGED_MOST) {
            throw new IllegalArgumentException("The changes kept in memory are 1 to 1,000,000, not " + changedMax);
        }
        return open(folder, clock, step -> {}, changedMax);
    }

    /**
     * As {@link #open(Path, InstantSource, int)}.
     *
     * @param steps is told each step just done, in the thread that did it; for tests that cut there
     */
    public static FileJournal open(Path folder, InstantSource clock, Consumer<LogStep> steps, int changedMax)
            throws SyncException {
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
        FileJournal journal = new FileJournal(Optional.of(lock), folder, clock, steps, changedMax);
        boolean begun = false;
        try {
            journal.begin();
            begun = true;
            return journal;
        } finally {
            if (!begun) {
                journal.close();
            }
        }
    }

    private void begin() throws SyncException {
        if (!log.exists()) {
            log.replace(sink -> {});
        }
        log.read(this::replay);
        requirePages();
        pages.removeOthers();
        if (writeAbove > 0) {
            writeAbove = 0;
            writeAnew();
        }
        tidy();
    }

    /**
     * What a journal holds at this moment, for looking only: nothing is made, locked or changed, and whoever works with it goes on. A call
     * that would change something is an {@link IllegalStateException}.
     *
     * @throws SyncException {@code JOURNAL_IO}, {@code JOURNAL_CORRUPT}
     */
    public static FileJournal readOnly(Path folder) throws SyncException {
        // Who works with it may put another file of pages in the place of the one that was read of.
        for (int tries = 1; ; tries++) {
            FileJournal journal = new FileJournal(
                    Optional.empty(), folder, InstantSource.fixed(Instant.EPOCH), step -> {}, CHANGED_MAX);
            try {
                if (journal.log.exists()) {
                    journal.log.read(journal::replay);
                    journal.requirePages();
                }
                return journal;
            } catch (SyncException e) {
                journal.close();
                if (tries == TRIES_TO_LOOK) {
                    throw e;
                }
            }
        }
    }

    /** Every page is where the log has it, as far as the length of their file tells. */
    private void requirePages() throws SyncException {
        Optional<Page> last = jobs.values().stream()
                .flatMap(state -> state.folders().values().stream())
                .flatMap(folder -> folder.pages().stream())
                .max(Comparator.comparingLong(Page::offset));
        if (last.isPresent()) {
            pages.file().require(last.get());
        }
    }

    /**
     * Gives a damaged journal another name, so that the next {@link #open} begins with an empty one; what it knew comes back by reading the
     * archive. To be called when nobody has it open.
     *
     * @return the log's new name; empty when there was none
     * @throws SyncException {@code JOURNAL_IO}: everything is as it was, or the same call may be made again; {@code HOME_BUSY}
     */
    public static Optional<Path> setAside(Path folder, InstantSource clock) throws SyncException {
        Path log = folder.resolve(LOG);
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        FolderLock held = FolderLock.take(folder.resolve(LOCK));
        String suffix = ".corrupt-" + STAMP.format(clock.instant());
        try {
            // The log last: until it is gone, the journal is as damaged as before.
            for (Path each : PageStore.filesIn(folder)) {
                Files.move(each, each.resolveSibling(each.getFileName() + suffix), StandardCopyOption.ATOMIC_MOVE);
            }
            return Optional.of(Files.move(log, log.resolveSibling(LOG + suffix), StandardCopyOption.ATOMIC_MOVE));
        } catch (IOException | DirectoryIteratorException e) {
            throw new SyncException(ErrorCode.JOURNAL_IO, true, "Cannot set aside " + log + ": " + e.getMessage(), e);
        } finally {
            held.close();
        }
    }

    private JobState stateOf(JobId job) {
        return jobs.computeIfAbsent(job, id -> new JobState(pages));
    }

    private void replay(byte[] content) throws SyncException {
        ChangeReader reader = new ChangeReader(content);
        JobState state = stateOf(reader.job());
        for (Optional<Change> change = reader.next(); change.isPresent(); change = reader.next()) {
            state.apply(change.get(), state.before(change.get()));
            logged++;
            if (lock.isPresent() && state.changed() > 4L * changedMax) {
                // A log of the time before there were pages. What is written counts once the log is written anew.
                state.written().forEach(written -> state.apply(written, null));
                writeAbove = 1;
            }
        }
    }

    @Override
    public synchronized JobJournal job(JobId job) throws SyncException {
        requireUsable();
        return new FileJobJournal(this, job, stateOf(job), clock);
    }

    void requireUsable() {
        if (!usable) {
            throw new IllegalStateException("The journal is closed");
        }
    }

    /** Makes changes durable, and then has them. Called with this journal's monitor held. */
    void commit(JobId job, JobState state, List<Draft.Step> changes) throws SyncException {
        if (lock.isEmpty()) {
            throw new IllegalStateException("The journal was opened for looking only");
        }
        if (changes.isEmpty()) {
            return;
        }
        requireRoom(changes);
        ChangeWriter writer = new ChangeWriter(job.text());
        changes.forEach(step -> writer.write(step.change()));
        log.append(writer.bytes());
        changes.forEach(step -> state.apply(step.change(), step.before()));
        logged += changes.size();
        tidy();
    }

    private void requireRoom(List<Draft.Step> changes) throws SyncException {
        long more = changes.stream()
                .filter(step -> step.change() instanceof Change.Put && step.before() == null)
                .count();
        long entries = jobs.values().stream()
                .mapToLong(state -> state.totals().entries())
                .sum();
        if (more > 0 && entries + more > ENTRIES_MAX) {
            throw SyncException.passing(
                    ErrorCode.JOURNAL_IO, "A journal in plain files takes " + ENTRIES_MAX + " entries and no more");
        }
    }

    /** Writes what changed into pages when it is much, and the log anew when most of it is superseded. */
    private void tidy() {
        long changed = changed();
        boolean stale = false;
        try {
            if (changed > Math.max(changedMax, writeAbove)) {
                writePages();
                writeAbove = 0;
                stale = isStale();
            }
        } catch (SyncException e) {
            // The log has it all, and more of it is in memory. Tried again when it has grown once more by half.
            writeAbove = changed + changed / 2;
        }
        long live = jobs.values().stream().mapToLong(JobState::changes).sum();
        if (logged <= (stale ? compactAbove : Math.max(2 * live + SLACK, compactAbove))) {
            return;
        }
        try {
            writeAnew();
            compactAbove = 0;
        } catch (SyncException e) {
            // The log is longer than it need be, and whole. Tried again when it has grown once more by half.
            compactAbove = logged + logged / 2;
        }
    }

    private long changed() {
        return jobs.values().stream().mapToLong(JobState::changed).sum();
    }

    /**
     * Writes the log anew when the next opening would have much to read. For the end of a program: reading the log takes longer than much else of
     * a run that finds nothing new. Changes nothing of what is known, and fails at nothing: where it cannot be written, the log stays as it was.
     *
     * @throws IllegalStateException after {@link #close}, and when it was opened for looking only
     */
    public synchronized void shorten() {
        requireUsable();
        if (lock.isEmpty()) {
            throw new IllegalStateException("The journal was opened for looking only");
        }
        if (changed() <= Math.min(LEFT_MAX, changedMax)) {
            return;
        }
        try {
            writeAnew();
        } catch (SyncException e) {
            // The log has it all; it is only longer.
            return;
        }
    }

    /** Pages first, then the record that counts on them. A cut between leaves bytes that nobody reads. */
    private void writePages() throws SyncException {
        Map<JobId, List<Change>> written = new TreeMap<>();
        for (Map.Entry<JobId, JobState> job : jobs.entrySet()) {
            List<Change> changes = job.getValue().written();
            if (!changes.isEmpty()) {
                written.put(job.getKey(), changes);
            }
        }
        if (written.isEmpty()) {
            return;
        }
        forcePages(pages.file());
        for (Map.Entry<JobId, List<Change>> job : written.entrySet()) {
            ChangeWriter writer = new ChangeWriter(job.getKey().text());
            job.getValue().forEach(writer::write);
            log.append(writer.bytes());
            job.getValue().forEach(change -> stateOf(job.getKey()).apply(change, null));
            logged += job.getValue().stream()
                    .mapToLong(change ->
                            change instanceof Change.Pages of ? 1 + of.pages().size() : 1)
                    .sum();
        }
    }

    /** Whether most of the page file does not count. */
    private boolean isStale() throws SyncException {
        long live = jobs.values().stream().mapToLong(JobState::pageBytes).sum();
        return pages.file().lengthBytes() > 2 * live + changedMax * STALE_BYTES;
    }

    private void forcePages(PageFile file) throws SyncException {
        file.force();
        steps.accept(LogStep.PAGES_FORCED);
    }

    /** A shorter log; and when most of the page file does not count any more, a shorter one of these, which counts once the log names it. */
    private void writeAnew() throws SyncException {
        writePages();
        boolean stale = isStale();
        PageFile file = stale ? pages.fresh() : pages.file();
        long number = stale ? pages.number() + 1 : pages.number();
        Map<JobId, List<Change>> where = new TreeMap<>();
        for (Map.Entry<JobId, JobState> job : jobs.entrySet()) {
            where.put(
                    job.getKey(),
                    stale ? job.getValue().moved(file, number) : job.getValue().pages());
        }
        if (file.lengthBytes() > 0) {
            forcePages(file);
        }
        log.replace(sink -> writeAll(where, sink));
        if (stale) {
            pages.use(number, file);
            where.forEach(
                    (job, changes) -> changes.forEach(change -> stateOf(job).apply(change, null)));
            if (log.isForced()) {
                pages.removeOthers();
            }
        }
        logged = jobs.values().stream().mapToLong(JobState::changes).sum();
    }

    private void writeAll(Map<JobId, List<Change>> where, LogFile.Sink sink) throws IOException {
        for (Map.Entry<JobId, JobState> job : jobs.entrySet()) {
            Chunks chunks = new Chunks(job.getKey(), sink);
            List<Change> folders = where.getOrDefault(job.getKey(), List.of());
            for (Change change : (Iterable<Change>) job.getValue().asChanges(folders)::iterator) {
                chunks.write(change);
            }
            chunks.end();
        }
    }

    @Override
    public synchronized void close() {
        usable = false;
        log.close();
        pages.close();
        lock.ifPresent(FolderLock::close);
    }
}

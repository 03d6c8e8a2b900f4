package io.datasync.agent.journal;

import io.datasync.agent.journal.database.JournalDatabase;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.JournalCursor;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeOrder;
import io.datasync.core.purge.Standings;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One job's part of the journal: each call one transaction. */
final class SqliteJobJournal extends SqliteJobNotes {
    private final JobQueries queries;
    private final PendingPages pending;
    private final PurgeQueries purges;
    private final HoldQueries holds;

    SqliteJobJournal(JournalDatabase database, long jobId) {
        super(database, jobId);
        this.pending = new PendingPages(database, columns, jobId);
        this.purges = new PurgeQueries(columns, pending, jobId);
        this.queries = new JobQueries(columns, purges, jobId);
        this.holds = new HoldQueries(queries, jobId);
    }

    /** What a call does to the entries. */
    @FunctionalInterface
    private interface EntryWork<T> {
        T on(JobChanges changes) throws SQLException, SyncException;
    }

    /** What a call demands before it changes anything. */
    @FunctionalInterface
    private interface Demand {
        void of(Statements statements) throws SQLException, SyncException;
    }

    private <T> T change(Demand demand, EntryWork<T> work) throws SyncException {
        return database.write(statements -> {
            demand.of(statements);
            JobChanges changes = new JobChanges(statements, columns, jobId);
            T result = work.on(changes);
            changes.save();
            return result;
        });
    }

    /** What a call does to each of many. */
    @FunctionalInterface
    private interface EachWork<I> {
        void on(JobChanges changes, I item) throws SQLException, SyncException;
    }

    private <I> void changeEach(Demand demand, List<I> items, EachWork<I> work) throws SyncException {
        change(demand, changes -> {
            for (I item : items) {
                work.on(changes, item);
            }
            return items.size();
        });
    }

    private Demand current(long scanSeq) {
        return statements -> job.requireCurrent(statements, scanSeq);
    }

    private Demand begun(long scanSeq) {
        return statements -> job.requireBegun(statements, scanSeq);
    }

    private static Demand nothing() {
        return statements -> {};
    }

    @Override
    public long beginScan() throws SyncException {
        return database.write(job::beginScan);
    }

    @Override
    public List<FolderName> folders() throws SyncException {
        return database.read(queries::folders);
    }

    @Override
    public JournalCursor entries(FolderName folder) throws SyncException {
        return SqliteEntryCursor.open(database, columns, jobId, folder);
    }

    @Override
    public List<JournalEntry> find(List<RelativePath> paths) throws SyncException {
        return database.read(statements -> {
            JobChanges reading = new JobChanges(statements, columns, jobId);
            List<JournalEntry> found = new ArrayList<>();
            for (RelativePath path : new LinkedHashSet<>(paths)) {
                reading.find(path).forEach(entry -> found.add(entry.entry()));
            }
            return found;
        });
    }

    @Override
    public void observe(long scanSeq, List<SourceEntry> entries) throws SyncException {
        changeEach(current(scanSeq), entries, (changes, entry) -> changes.observe(scanSeq, entry));
    }

    @Override
    public void stageVanished(long scanSeq, List<SourceEntry> entries) throws SyncException {
        changeEach(current(scanSeq), entries, (changes, entry) -> changes.stage(scanSeq, entry));
    }

    @Override
    public void unstageVanished(long scanSeq, FolderName folder) throws SyncException {
        change(current(scanSeq), changes -> changes.unstage(scanSeq, folder));
    }

    @Override
    public VanishCensus vanishCensus(long scanSeq) throws SyncException {
        return database.read(statements -> {
            job.requireCurrent(statements, scanSeq);
            return queries.census(statements, scanSeq);
        });
    }

    @Override
    public long applyVanished(long scanSeq, Instant noticedAt) throws SyncException {
        return database.write(statements -> {
            long lost = changeFolders(
                    statements, scanSeq, (changes, folder) -> changes.removeStaged(scanSeq, folder, noticedAt));
            holds.applied(statements, scanSeq);
            return lost;
        });
    }

    @Override
    public void forgetNew(long scanSeq) throws SyncException {
        database.write(statements ->
                changeFolders(statements, scanSeq, (changes, folder) -> changes.forgetNew(scanSeq, folder)));
    }

    /** What a call does to each folder that the scan touched, and how much of it counts. */
    @FunctionalInterface
    private interface FolderWork {
        long on(JobChanges changes, FolderName folder) throws SQLException, SyncException;
    }

    private long changeFolders(Statements statements, long scanSeq, FolderWork work)
            throws SQLException, SyncException {
        job.requireCurrent(statements, scanSeq);
        JobChanges changes = new JobChanges(statements, columns, jobId);
        long counted = 0;
        for (FolderName folder : queries.touched(statements, scanSeq)) {
            counted += work.on(changes, folder);
        }
        changes.save();
        return counted;
    }

    @Override
    public ChangeCensus changeCensus() throws SyncException {
        return database.read(holds::census);
    }

    @Override
    public long newNames() throws SyncException {
        return database.read(holds::newNames);
    }

    @Override
    public HeldFiles hold(long scanSeq, long renamed, Instant noticedAt) throws SyncException {
        return change(current(scanSeq), changes -> holds.hold(changes, scanSeq, renamed, noticedAt));
    }

    @Override
    public List<SourceEntry> held(int max) throws SyncException {
        requireSome(max);
        return database.read(statements -> holds.held(new JobChanges(statements, columns, jobId), max));
    }

    @Override
    public void acceptChanges() throws SyncException {
        change(nothing(), changes -> {
            holds.accept(changes);
            return true;
        });
    }

    @Override
    public void quarantineChanges() throws SyncException {
        change(nothing(), changes -> {
            holds.quarantine(changes);
            return true;
        });
    }

    @Override
    public void noteChangesTold(long files) throws SyncException {
        database.change(statements -> holds.told(statements, files));
    }

    @Override
    public void leaveOut(long scanSeq, List<SourceEntry> entries) throws SyncException {
        changeEach(begun(scanSeq), entries, (changes, entry) -> {
            StoredEntry known = changes.find(entry);
            if (known != null) {
                changes.remove(scanSeq, known, null);
            }
        });
    }

    @Override
    public List<SourceEntry> pending(PurgeOrder order, Optional<SourceEntry> after, int max) throws SyncException {
        requireSome(max);
        return pending.page(order, after, max);
    }

    @Override
    public Standings standings() throws SyncException {
        return database.read(purges::standings);
    }

    @Override
    public void recordVerified(long scanSeq, List<Fact> facts) throws SyncException {
        changeEach(begun(scanSeq), facts, (changes, fact) -> changes.verify(scanSeq, fact));
    }

    @Override
    public void adopt(List<Fact> facts) throws SyncException {
        changeEach(nothing(), facts, (changes, fact) -> {
            StoredEntry known = changes.find(fact.entry());
            if (known != null && known.observed().looksLike(fact.entry())) {
                changes.verify(known, Optional.of(fact));
            }
        });
    }

    @Override
    public void reportAgain(long scanSeq, List<RelativePath> paths) throws SyncException {
        changeEach(begun(scanSeq), paths, (changes, path) -> {
            for (StoredEntry known : changes.find(path)) {
                if (known.verified().isPresent()) {
                    changes.report(scanSeq, known.verified().get());
                }
            }
        });
    }

    @Override
    public void doubt(List<RelativePath> paths) throws SyncException {
        changeEach(nothing(), paths, (changes, path) -> {
            for (StoredEntry known : changes.find(path)) {
                changes.verify(known, Optional.empty());
            }
        });
    }

    @Override
    public Map<FolderName, SetSummary> summaries() throws SyncException {
        return database.read(queries::summaries);
    }

    @Override
    public JournalCounts counts() throws SyncException {
        return database.read(statements -> queries.counts(statements, job.numbers(statements)));
    }
}

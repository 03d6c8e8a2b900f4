package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.LossNote;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one transaction does to the entries of a job: rows, pending rows, sums and queued reports always move together. */
final class JobChanges {
    static final int PAGE = 500;
    static final String SELECT = "SELECT " + Columns.ENTRY + ", first_scan, vanished_scan FROM entries";
    private static final String FIND = SELECT + " WHERE folder_id = ? AND name = ?";
    private static final String STAGED =
            SELECT + " WHERE folder_id = ? AND name > ? AND vanished_scan = ? ORDER BY name LIMIT " + PAGE;
    private static final String FIRST_SEEN = SELECT
            + " WHERE folder_id = ? AND name > ? AND first_scan = ? AND digest IS NULL ORDER BY name LIMIT " + PAGE;
    private static final String UNSTAGE =
            "UPDATE entries SET vanished_scan = 0 WHERE folder_id = ? AND vanished_scan = ?";
    private static final String ADD =
            "INSERT INTO entries (size, ticks, digest, verified_at, proven_size, proven_ticks,"
                    + " vanished_scan, hold, folder_id, name, first_scan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "UPDATE entries SET size = ?, ticks = ?, digest = ?, verified_at = ?,"
            + " proven_size = ?, proven_ticks = ?, vanished_scan = ?, hold = ? WHERE folder_id = ? AND name = ?";
    private static final String REMOVE = "DELETE FROM entries WHERE folder_id = ? AND name = ?";
    private static final String ADD_PENDING =
            "INSERT INTO pending (job_id, ticks, path, kind, size) VALUES (?, ?, ?, ?, ?)";
    private static final String REMOVE_PENDING =
            "DELETE FROM pending WHERE job_id = ? AND ticks = ? AND path = ? AND kind = ?";
    private static final String STAGE = "UPDATE entries SET vanished_scan = ? WHERE folder_id = ? AND name = ?";

    private final Statements statements;
    private final Columns columns;
    private final long jobId;
    private final FolderSums folders;
    private final ReportQueue reports;
    private final LossTable losses;

    JobChanges(Statements statements, Columns columns, long jobId) {
        this.statements = statements;
        this.columns = columns;
        this.jobId = jobId;
        this.folders = new FolderSums(statements, columns, jobId);
        this.reports = new ReportQueue(statements, columns, jobId);
        this.losses = new LossTable(statements, columns, jobId);
    }

    /** The known entry of the same order key. */
    @Nullable
    StoredEntry find(SourceEntry like) throws SQLException, SyncException {
        FolderSums.Sums folder = folders.find(like.path().folder());
        if (folder == null) {
            return null;
        }
        PreparedStatement find = statements.of(FIND);
        find.setLong(1, folder.id);
        find.setBytes(2, Columns.nameInFolder(like));
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? stored(folder.prefix, row) : null;
        }
    }

    private StoredEntry stored(byte[] prefix, ResultSet row) throws SQLException, SyncException {
        return new StoredEntry(columns.entry(prefix, row), row.getLong(9), row.getLong(10));
    }

    /** The known entries of a path: the file, the folder, both or none. */
    List<StoredEntry> find(RelativePath path) throws SQLException, SyncException {
        StoredEntry file = find(SourceEntry.file(path, 0, 0));
        StoredEntry folder = find(SourceEntry.folder(path));
        if (file == null) {
            return folder == null ? List.of() : List.of(folder);
        }
        return folder == null ? List.of(file) : List.of(file, folder);
    }

    /** Puts an entry in the place of what was found. */
    void put(@Nullable StoredEntry before, StoredEntry after) throws SQLException, SyncException {
        SourceEntry observed = after.observed();
        FolderSums.Sums folder = folders.make(observed.path().folder());
        PreparedStatement put = statements.of(before == null ? ADD : UPDATE);
        put.setLong(1, observed.sizeBytes());
        put.setLong(2, observed.ticks());
        bindProven(put, after.entry());
        put.setLong(7, after.vanishedScan());
        put.setInt(8, Columns.number(after.hold()));
        put.setLong(9, folder.id);
        put.setBytes(10, Columns.nameInFolder(observed));
        if (before == null) {
            put.setLong(11, after.firstScan());
        }
        put.executeUpdate();
        folder.replace(before, after);
        movePending(before, after);
    }

    private static void bindProven(PreparedStatement put, JournalEntry entry) throws SQLException {
        if (entry.verified().isEmpty()) {
            for (int column = 3; column <= 6; column++) {
                put.setNull(column, Types.NULL);
            }
            return;
        }
        Fact fact = entry.verified().get();
        put.setBytes(3, fact.digest().bytes());
        put.setLong(4, Columns.nanos(fact.verifiedAt()));
        if (entry.pending()) {
            put.setLong(5, fact.entry().sizeBytes());
            put.setLong(6, fact.entry().ticks());
        } else {
            put.setNull(5, Types.NULL);
            put.setNull(6, Types.NULL);
        }
    }

    private void movePending(@Nullable StoredEntry before, @Nullable StoredEntry after) throws SQLException {
        SourceEntry old = before != null && before.waits() ? before.observed() : null;
        SourceEntry now = after != null && after.waits() ? after.observed() : null;
        if (old != null && now != null && old.looksLike(now)) {
            return;
        }
        if (old != null) {
            PreparedStatement remove = statements.of(REMOVE_PENDING);
            bindPending(remove, old);
            remove.executeUpdate();
        }
        if (now != null) {
            PreparedStatement add = statements.of(ADD_PENDING);
            bindPending(add, now);
            add.setLong(5, now.sizeBytes());
            add.executeUpdate();
        }
    }

    private void bindPending(PreparedStatement statement, SourceEntry entry) throws SQLException {
        statement.setLong(1, jobId);
        statement.setLong(2, entry.ticks());
        statement.setBytes(3, entry.path().bytes());
        statement.setString(4, String.valueOf(entry.kind().letter()));
    }

    /** Stages an entry as vanished; one that is not known is ignored. */
    void stage(long scanSeq, SourceEntry entry) throws SQLException, SyncException {
        FolderSums.Sums folder = folders.find(entry.path().folder());
        if (folder != null) {
            folder.touch(scanSeq);
            PreparedStatement stage = statements.of(STAGE);
            stage.setLong(1, scanSeq);
            stage.setLong(2, folder.id);
            stage.setBytes(3, Columns.nameInFolder(entry));
            stage.executeUpdate();
        }
    }

    /** Takes back what a scan staged in a folder; says how many entries that are. */
    int unstage(long scanSeq, FolderName name) throws SQLException, SyncException {
        FolderSums.Sums folder = folders.find(name);
        if (folder == null) {
            return 0;
        }
        PreparedStatement unstage = statements.of(UNSTAGE);
        unstage.setLong(1, folder.id);
        unstage.setLong(2, scanSeq);
        return unstage.executeUpdate();
    }

    /** Removes what a scan staged in a folder, in canonical order; says how many files are lost. */
    long removeStaged(long scanSeq, FolderName name, Instant noticedAt) throws SQLException, SyncException {
        return removeListed(STAGED, scanSeq, name, noticedAt);
    }

    /** Removes what a scan was the first to observe in a folder and of which nothing is verified; no file is lost. */
    long forgetNew(long scanSeq, FolderName name) throws SQLException, SyncException {
        return removeListed(FIRST_SEEN, scanSeq, name, null);
    }

    private long removeListed(String query, long scanSeq, FolderName name, @Nullable Instant noticedAt)
            throws SQLException, SyncException {
        FolderSums.Sums folder = folders.make(name);
        long lost = 0;
        List<StoredEntry> page = list(query, scanSeq, folder, new byte[0]);
        while (!page.isEmpty()) {
            for (StoredEntry entry : page) {
                lost += remove(scanSeq, entry, noticedAt);
            }
            SourceEntry last = page.get(page.size() - 1).observed();
            page = list(query, scanSeq, folder, Columns.nameInFolder(last));
        }
        return lost;
    }

    /** The statements and folders of this transaction, for what else is done to entries in it. */
    Statements statements() {
        return statements;
    }

    FolderSums folders() {
        return folders;
    }

    /** A page of a folder's entries after this name, by a query like {@link #STAGED}. */
    List<StoredEntry> list(String query, long scanSeq, FolderSums.Sums folder, byte[] after)
            throws SQLException, SyncException {
        PreparedStatement list = statements.of(query);
        list.setLong(1, folder.id);
        list.setBytes(2, after);
        list.setLong(3, scanSeq);
        List<StoredEntry> listed = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                listed.add(stored(folder.prefix, row));
            }
        }
        return listed;
    }

    /** Records what was observed, and that the entry is there. */
    void observe(long scanSeq, SourceEntry entry) throws SQLException, SyncException {
        StoredEntry before = find(entry);
        if (before == null) {
            put(null, StoredEntry.fresh(entry, Optional.empty(), scanSeq));
        } else if (!before.observed().looksLike(entry) || before.vanishedScan() != 0) {
            put(before, before.withObserved(entry));
        }
    }

    /** Stores a fact and queues it. */
    void verify(long scanSeq, Fact fact) throws SQLException, SyncException {
        StoredEntry before = find(fact.entry());
        if (before == null) {
            put(null, StoredEntry.fresh(fact.entry(), Optional.of(fact), scanSeq));
        } else {
            verify(before, Optional.of(fact));
        }
        report(scanSeq, fact);
    }

    /**
     * Removes an entry and queues what follows.
     *
     * @param noticedAt when a pending file is a loss; else {@code null}
     * @return the number of files lost
     */
    int remove(long scanSeq, StoredEntry entry, @Nullable Instant noticedAt) throws SQLException, SyncException {
        SourceEntry observed = entry.observed();
        FolderSums.Sums folder = folders.make(observed.path().folder());
        PreparedStatement remove = statements.of(REMOVE);
        remove.setLong(1, folder.id);
        remove.setBytes(2, Columns.nameInFolder(observed));
        remove.executeUpdate();
        folder.replace(entry, null);
        movePending(entry, null);
        if (entry.verified().isPresent()) {
            reports.add(new Report.Gone(scanSeq, observed.path()));
        }
        if (noticedAt == null || !entry.entry().losesContent()) {
            return 0;
        }
        var loss = new LossNote(scanSeq, observed, noticedAt, entry.verified().map(Fact::digest));
        reports.add(new Report.Lost(scanSeq, observed, noticedAt, loss.archived()));
        losses.add(loss);
        return 1;
    }

    /** Stores what was verified of an entry, or that nothing is. */
    void verify(StoredEntry entry, Optional<Fact> fact) throws SQLException, SyncException {
        put(entry, entry.withVerified(fact));
    }

    /** Queues a fact. */
    void report(long scanSeq, Fact fact) throws SQLException, SyncException {
        reports.add(new Report.Verified(scanSeq, fact));
    }

    /** Writes what was gathered; the last thing that a transaction does. */
    void save() throws SQLException, SyncException {
        folders.save();
        reports.save();
    }
}

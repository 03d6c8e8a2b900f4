package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.JournalDatabase;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeOrder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is pending, in purge orders. The table itself is in the order of time; the other orders have an index each, which is made when a job
 * first asks for that order, so that nobody else pays for it. Thread-safe.
 */
final class PendingPages {
    private static final String COLUMNS = "SELECT path, kind, size, ticks FROM pending WHERE job_id = ?";

    private final JournalDatabase database;
    private final Columns columns;
    private final long jobId;
    private final Set<PurgeOrder> indexed = ConcurrentHashMap.newKeySet();

    PendingPages(JournalDatabase database, Columns columns, long jobId) {
        this.database = database;
        this.columns = columns;
        this.jobId = jobId;
        indexed.add(PurgeOrder.TIME);
    }

    /** A page of them, as {@link io.datasync.core.journal.JobJournal#pending(PurgeOrder, Optional, int)} has it. */
    List<SourceEntry> page(PurgeOrder order, Optional<SourceEntry> after, int max) throws SyncException {
        if (!indexed.contains(order)) {
            database.change(statements -> statements.of(index(order)).executeUpdate());
            indexed.add(order);
        }
        return database.read(statements -> page(statements, order, after, max));
    }

    private static String index(PurgeOrder order) {
        return "CREATE INDEX IF NOT EXISTS pending_by_" + (order == PurgeOrder.NAME ? "name" : "folder")
                + " ON pending (job_id, " + key(order) + ", size)";
    }

    private static String key(PurgeOrder order) {
        return switch (order) {
            case TIME -> "ticks, path, kind";
            case NAME -> "path, kind";
            case FOLDER -> "folder, ticks, path, kind";
        };
    }

    /** The text of the question for a page. */
    static String question(PurgeOrder order, boolean first) {
        String marks = "?" + ", ?".repeat(key(order).split(",").length - 1);
        return COLUMNS + (first ? "" : " AND (" + key(order) + ") > (" + marks + ")") + " ORDER BY " + key(order)
                + " LIMIT ?";
    }

    private List<SourceEntry> page(Statements statements, PurgeOrder order, Optional<SourceEntry> after, int max)
            throws SQLException, SyncException {
        PreparedStatement select = statements.of(question(order, after.isEmpty()));
        int parameter = 1;
        select.setLong(parameter++, jobId);
        if (after.isPresent()) {
            SourceEntry entry = after.get();
            if (order == PurgeOrder.FOLDER) {
                select.setBytes(parameter++, Columns.folderKey(entry));
            }
            if (order != PurgeOrder.NAME) {
                select.setLong(parameter++, entry.ticks());
            }
            select.setBytes(parameter++, entry.path().bytes());
            select.setString(parameter++, String.valueOf(entry.kind().letter()));
        }
        select.setInt(parameter, max);
        List<SourceEntry> pending = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                pending.add(entry(row));
            }
        }
        return pending;
    }

    private SourceEntry entry(ResultSet row) throws SQLException, SyncException {
        RelativePath path = columns.path(columns.required(row, 1));
        return row.getString(2).charAt(0) == EntryKind.FOLDER.letter()
                ? SourceEntry.folder(path)
                : columns.file(path, row.getLong(3), row.getLong(4));
    }

    /** The first file in an order, without an index: one look at each pending entry. */
    Optional<SourceEntry> firstFile(Statements statements, PurgeOrder order) throws SQLException, SyncException {
        PreparedStatement select = statements.of(COLUMNS + " AND kind = ? ORDER BY " + key(order) + " LIMIT 1");
        select.setLong(1, jobId);
        select.setString(2, String.valueOf(EntryKind.FILE.letter()));
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(entry(row)) : Optional.empty();
        }
    }
}

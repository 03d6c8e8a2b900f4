package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JournalCounts;
import io.datasync.core.journal.VanishCensus;
import io.datasync.core.path.FolderName;
import io.datasync.core.purge.Disorder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Questions about all entries of a job. */
final class JobQueries {
    private static final String FOLDERS = "SELECT folder FROM folders WHERE job_id = ?";
    private static final String SUMMARIES = "SELECT folder, proven_count, proven_bytes, proven_sum FROM folders"
            + " WHERE job_id = ? AND proven_count > 0";
    private static final String COUNTS = "SELECT total(entries), total(pending), total(held) + total(quarantined)"
            + " FROM folders WHERE job_id = ?";
    /** Files have no slash at the end of their name; 0x2F is a slash. */
    private static final String KNOWN_FILES =
            " FROM entries WHERE folder_id IN (SELECT id FROM folders WHERE job_id = ?2) AND first_scan < ?1"
                    + " AND substr(name, -1) <> x'2F'";

    private static final String IN_ORDER = "SELECT count(*)" + KNOWN_FILES + " AND vanished_scan = ?1 AND ticks <="
            + " (SELECT ticks" + KNOWN_FILES + " ORDER BY ticks LIMIT 1 OFFSET ?3)";

    /** Elsewhere this scan has staged nothing, and was the first to see nothing. */
    private static final String TOUCHED = " folders WHERE job_id = ?2 AND touched_scan = ?1";

    private static final String TOUCHED_FOLDERS = "SELECT folder FROM" + TOUCHED;
    private static final String CENSUS =
            "SELECT count(*) + (SELECT coalesce(sum(files), 0) FROM folders WHERE job_id = ?2"
                    + " AND touched_scan <> ?1), count(*) FILTER (WHERE vanished_scan = ?1),"
                    + " total(size) FILTER (WHERE vanished_scan = ?1), max(ticks) FILTER (WHERE vanished_scan = ?1) FROM entries"
                    + " WHERE folder_id IN (SELECT id FROM" + TOUCHED
                    + ") AND first_scan < ?1 AND substr(name, -1) <> x'2F'";
    private static final String OLDEST_SURVIVOR = "SELECT min(ticks) FILTER (WHERE vanished_scan <> ?1)" + KNOWN_FILES;

    private final Columns columns;
    private final PurgeQueries purges;
    private final long jobId;

    JobQueries(Columns columns, PurgeQueries purges, long jobId) {
        this.columns = columns;
        this.purges = purges;
        this.jobId = jobId;
    }

    List<FolderName> folders(Statements statements) throws SQLException, SyncException {
        PreparedStatement select = statements.of(FOLDERS);
        select.setLong(1, jobId);
        return names(select);
    }

    /** The folders in which this scan was the first to see something, or staged something. */
    List<FolderName> touched(Statements statements, long scanSeq) throws SQLException, SyncException {
        PreparedStatement select = statements.of(TOUCHED_FOLDERS);
        select.setLong(1, scanSeq);
        select.setLong(2, jobId);
        return names(select);
    }

    private List<FolderName> names(PreparedStatement select) throws SQLException, SyncException {
        List<FolderName> folders = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                folders.add(columns.folder(row.getString(1)));
            }
        }
        Collections.sort(folders);
        return folders;
    }

    Map<FolderName, SetSummary> summaries(Statements statements) throws SQLException, SyncException {
        PreparedStatement select = statements.of(SUMMARIES);
        select.setLong(1, jobId);
        Map<FolderName, SetSummary> summaries = new TreeMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                summaries.put(columns.folder(row.getString(1)), columns.summary(row, 2));
            }
        }
        return summaries;
    }

    JournalCounts counts(Statements statements, JobTable.Numbers numbers) throws SQLException {
        PreparedStatement select = statements.of(COUNTS);
        select.setLong(1, jobId);
        try (ResultSet row = select.executeQuery()) {
            long entries = row.getLong(1);
            long pending = row.getLong(2);
            long heldBack = row.getLong(3);
            return new JournalCounts(
                    entries - pending - heldBack, pending, numbers.unreported(), numbers.losses(), heldBack);
        }
    }

    VanishCensus census(Statements statements, long scanSeq) throws SQLException, SyncException {
        PreparedStatement select = statements.of(CENSUS);
        select.setLong(1, scanSeq);
        select.setLong(2, jobId);
        try (ResultSet row = select.executeQuery()) {
            long vanished = row.getLong(2);
            long bytes = (long) row.getDouble(3);
            OptionalLong newestVanished = ticks(row, 4);
            long known = row.getLong(1);
            return new VanishCensus(
                    known,
                    vanished,
                    bytes,
                    disorder(statements, scanSeq, vanished),
                    newestVanished,
                    vanished == 0 ? OptionalLong.empty() : oldestSurvivor(statements, scanSeq));
        }
    }

    private OptionalLong oldestSurvivor(Statements statements, long scanSeq) throws SQLException {
        PreparedStatement select = statements.of(OLDEST_SURVIVOR);
        select.setLong(1, scanSeq);
        select.setLong(2, jobId);
        try (ResultSet row = select.executeQuery()) {
            return ticks(row, 1);
        }
    }

    private Disorder disorder(Statements statements, long scanSeq, long vanished) throws SQLException, SyncException {
        return vanished == 0
                ? Disorder.NONE
                : new Disorder(
                        vanished - inOrder(statements, scanSeq, vanished),
                        purges.outOfOrderByName(statements, scanSeq, vanished),
                        purges.outOfOrderByFolder(statements, scanSeq, vanished));
    }

    /** How many of the vanished are among as many oldest. */
    private long inOrder(Statements statements, long scanSeq, long vanished) throws SQLException {
        PreparedStatement select = statements.of(IN_ORDER);
        select.setLong(1, scanSeq);
        select.setLong(2, jobId);
        select.setLong(3, vanished - 1);
        try (ResultSet row = select.executeQuery()) {
            return row.getLong(1);
        }
    }

    private static OptionalLong ticks(ResultSet row, int column) throws SQLException {
        long ticks = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(ticks);
    }
}

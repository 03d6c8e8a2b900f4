package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.journal.HeldFiles;
import io.datasync.core.journal.Hold;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What a mass change does to entries, and what stands of it in the job's row (D-12). */
final class HoldQueries {
    private static final String PAGE = " ORDER BY name LIMIT " + JobChanges.PAGE;
    private static final String OF_FOLDER =
            JobChanges.SELECT + " WHERE folder_id = ? AND name > ? AND vanished_scan <> ?";
    private static final String UNDECIDED = " hold = 0 AND digest IS NOT NULL AND proven_size IS NOT NULL";
    private static final String CHANGED = OF_FOLDER + " AND" + UNDECIDED + PAGE;
    private static final String HELD = OF_FOLDER + " AND hold = " + Columns.number(Hold.HELD) + PAGE;
    private static final String ACCEPTABLE = OF_FOLDER + " AND (hold IN (" + Columns.number(Hold.HELD) + ", "
            + Columns.number(Hold.QUARANTINED) + ") OR" + UNDECIDED + ")" + PAGE;

    /** No scan has this number. */
    private static final long NO_SCAN = -1;

    private static final String NOTE =
            "UPDATE jobs SET changed_since = coalesce(changed_since, ?), renamed = renamed + ?" + " WHERE id = ?";
    private static final String END = "UPDATE jobs SET changed_since = NULL, renamed = 0 WHERE id = ?";
    private static final String TOLD = "UPDATE jobs SET changes_told = ? WHERE id = ?";
    private static final String APPLIED = "UPDATE jobs SET applied_scan = ? WHERE id = ?";
    private static final String NEW_NAMES = "SELECT count(*) FROM entries"
            + " WHERE folder_id IN (SELECT id FROM folders WHERE job_id = ?1)"
            + " AND first_scan > (SELECT applied_scan FROM jobs WHERE id = ?1)"
            + " AND digest IS NULL AND substr(name, -1) <> x'2F'";
    private static final String CENSUS = "SELECT total(archived), total(changed), total(held), total(quarantined),"
            + " (SELECT renamed FROM jobs WHERE id = ?1), (SELECT changes_told FROM jobs WHERE id = ?1),"
            + " (SELECT changed_since FROM jobs WHERE id = ?1) FROM folders WHERE job_id = ?1";

    private final JobQueries queries;
    private final long jobId;

    HoldQueries(JobQueries queries, long jobId) {
        this.queries = queries;
        this.jobId = jobId;
    }

    ChangeCensus census(Statements statements) throws SQLException {
        PreparedStatement select = statements.of(CENSUS);
        select.setLong(1, jobId);
        try (ResultSet row = select.executeQuery()) {
            long since = row.getLong(7);
            Optional<Instant> standsSince = row.wasNull() ? Optional.empty() : Optional.of(Columns.instant(since));
            return new ChangeCensus(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    standsSince,
                    row.getLong(6));
        }
    }

    long newNames(Statements statements) throws SQLException {
        PreparedStatement select = statements.of(NEW_NAMES);
        select.setLong(1, jobId);
        try (ResultSet row = select.executeQuery()) {
            return row.getLong(1);
        }
    }

    HeldFiles hold(JobChanges changes, long scanSeq, long renamed, Instant noticedAt)
            throws SQLException, SyncException {
        changes.statements().update(NOTE, Columns.nanos(noticedAt), renamed, jobId);
        return decide(changes, CHANGED, scanSeq, FolderSums.Sums::changed, Hold.HELD);
    }

    void accept(JobChanges changes) throws SQLException, SyncException {
        decide(changes, ACCEPTABLE, NO_SCAN, sums -> sums.changed() + sums.held() + sums.quarantined(), Hold.ACCEPTED);
        changes.statements().update(END, jobId);
    }

    void quarantine(JobChanges changes) throws SQLException, SyncException {
        decide(changes, HELD, NO_SCAN, FolderSums.Sums::held, Hold.QUARANTINED);
        changes.statements().update(END, jobId);
    }

    void told(Statements statements, long files) throws SQLException {
        statements.update(TOLD, files, jobId);
    }

    void applied(Statements statements, long scanSeq) throws SQLException {
        statements.update(APPLIED, scanSeq, jobId);
    }

    private HeldFiles decide(
            JobChanges changes, String query, long scanSeq, ToLongFunction<FolderSums.Sums> many, Hold decided)
            throws SQLException, SyncException {
        long files = 0;
        long bytes = 0;
        for (FolderName name : queries.folders(changes.statements())) {
            FolderSums.Sums folder = changes.folders().make(name);
            if (many.applyAsLong(folder) == 0) {
                continue;
            }
            List<StoredEntry> page = changes.list(query, scanSeq, folder, new byte[0]);
            while (!page.isEmpty()) {
                for (StoredEntry entry : page) {
                    changes.put(entry, entry.withHold(decided));
                    files++;
                    bytes += entry.observed().sizeBytes();
                }
                page = changes.list(query, scanSeq, folder, lastName(page));
            }
        }
        return new HeldFiles(files, bytes);
    }

    private static byte[] lastName(List<StoredEntry> page) {
        return Columns.nameInFolder(page.get(page.size() - 1).observed());
    }

    List<SourceEntry> held(JobChanges reading, int max) throws SQLException, SyncException {
        List<SourceEntry> held = new ArrayList<>();
        for (FolderName name : queries.folders(reading.statements())) {
            FolderSums.Sums folder = reading.folders().make(name);
            List<StoredEntry> page = folder.held() == 0 ? List.of() : reading.list(HELD, NO_SCAN, folder, new byte[0]);
            while (!page.isEmpty()) {
                for (StoredEntry entry : page) {
                    if (held.size() == max) {
                        return held;
                    }
                    held.add(entry.observed());
                }
                page = reading.list(HELD, NO_SCAN, folder, lastName(page));
            }
        }
        return held;
    }
}

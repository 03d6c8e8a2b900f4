package io.datasync.agent.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.seal.FolderProbe;
import io.datasync.core.seal.SealedFolder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The sealed folders of a job, and when another may be ready (CORE-5). */
final class SealTable {
    private static final String LIST = "SELECT folder, probe_entries, probe_ticks, files, present, bytes, listed_at"
            + " FROM sealed WHERE job_id = ?";
    private static final String PUT =
            "INSERT OR REPLACE INTO sealed (job_id, folder, probe_entries, probe_ticks, files,"
                    + " present, bytes, listed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String REMOVE = "DELETE FROM sealed WHERE job_id = ? AND folder = ?";
    private static final String DUE = "SELECT seal_due_at FROM jobs WHERE id = ?";
    private static final String NOTE_DUE = "UPDATE jobs SET seal_due_at = ? WHERE id = ?";
    private static final String UNFINISHED = "SELECT folder, pending + held + quarantined FROM folders"
            + " WHERE job_id = ? AND pending + held + quarantined > 0";

    private final Columns columns;
    private final long jobId;

    SealTable(Columns columns, long jobId) {
        this.columns = columns;
        this.jobId = jobId;
    }

    List<SealedFolder> all(Statements statements) throws SQLException, SyncException {
        PreparedStatement list = statements.of(LIST);
        list.setLong(1, jobId);
        List<SealedFolder> all = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                all.add(new SealedFolder(
                        columns.folder(new String(columns.required(row, 1), UTF_8)),
                        new FolderProbe(row.getLong(2), row.getLong(3)),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        Instant.ofEpochMilli(row.getLong(7))));
            }
        }
        all.sort(Comparator.comparing(SealedFolder::folder));
        return all;
    }

    void put(Statements statements, List<SealedFolder> folders) throws SQLException {
        PreparedStatement put = statements.of(PUT);
        for (SealedFolder folder : folders) {
            put.setLong(1, jobId);
            put.setBytes(2, folder.folder().text().getBytes(UTF_8));
            put.setLong(3, folder.probe().entries());
            put.setLong(4, folder.probe().ticks());
            put.setLong(5, folder.files());
            put.setLong(6, folder.present());
            put.setLong(7, folder.bytes());
            put.setLong(8, folder.listedAt().toEpochMilli());
            put.executeUpdate();
        }
    }

    void remove(Statements statements, List<FolderName> folders) throws SQLException {
        PreparedStatement remove = statements.of(REMOVE);
        for (FolderName folder : folders) {
            remove.setLong(1, jobId);
            remove.setBytes(2, folder.text().getBytes(UTF_8));
            remove.executeUpdate();
        }
    }

    Optional<Instant> due(Statements statements) throws SQLException {
        PreparedStatement select = statements.of(DUE);
        select.setLong(1, jobId);
        try (ResultSet row = select.executeQuery()) {
            long at = row.getLong(1);
            return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(at));
        }
    }

    void noteDue(Statements statements, Optional<Instant> at) throws SQLException {
        PreparedStatement note = statements.of(NOTE_DUE);
        if (at.isPresent()) {
            note.setLong(1, at.get().toEpochMilli());
        } else {
            note.setNull(1, Types.INTEGER);
        }
        note.setLong(2, jobId);
        note.executeUpdate();
    }

    Map<FolderName, Long> unfinished(Statements statements) throws SQLException, SyncException {
        PreparedStatement select = statements.of(UNFINISHED);
        select.setLong(1, jobId);
        Map<FolderName, Long> unfinished = new TreeMap<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                unfinished.put(columns.folder(row.getString(1)), row.getLong(2));
            }
        }
        return unfinished;
    }
}

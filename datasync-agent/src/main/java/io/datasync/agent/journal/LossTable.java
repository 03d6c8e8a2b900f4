package io.datasync.agent.journal;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.LossNote;
import io.datasync.core.manifest.SourceEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The losses ever noted, which nothing removes. */
final class LossTable {
    private static final String COUNT = "UPDATE jobs SET losses = losses + 1 WHERE id = ?";
    private static final String ADD =
            "INSERT INTO losses (job_id, number, scan_seq, order_key, size, ticks, noticed_at)"
                    + " SELECT id, losses, ?, ?, ?, ?, ? FROM jobs WHERE id = ?";
    private static final String LIST =
            "SELECT scan_seq, order_key, size, ticks, noticed_at FROM losses WHERE job_id = ?"
                    + " ORDER BY number LIMIT ?";
    private static final String LIST_OF =
            "SELECT scan_seq, order_key, size, ticks, noticed_at FROM losses WHERE job_id = ? AND scan_seq = ?"
                    + " ORDER BY number LIMIT ?";

    private final Statements statements;
    private final Columns columns;
    private final long jobId;

    LossTable(Statements statements, Columns columns, long jobId) {
        this.statements = statements;
        this.columns = columns;
        this.jobId = jobId;
    }

    void add(long scanSeq, SourceEntry entry, Instant noticedAt) throws SQLException {
        statements.update(COUNT, jobId);
        PreparedStatement add = statements.of(ADD);
        add.setLong(1, scanSeq);
        add.setBytes(2, entry.orderKey());
        add.setLong(3, entry.sizeBytes());
        add.setLong(4, entry.ticks());
        add.setLong(5, Columns.nanos(noticedAt));
        add.setLong(6, jobId);
        add.executeUpdate();
    }

    List<LossNote> oldest(int max) throws SQLException, SyncException {
        PreparedStatement list = statements.of(LIST);
        list.setLong(1, jobId);
        list.setInt(2, max);
        return read(list);
    }

    List<LossNote> of(long scanSeq, int max) throws SQLException, SyncException {
        PreparedStatement list = statements.of(LIST_OF);
        list.setLong(1, jobId);
        list.setLong(2, scanSeq);
        list.setInt(3, max);
        return read(list);
    }

    private List<LossNote> read(PreparedStatement list) throws SQLException, SyncException {
        List<LossNote> losses = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                losses.add(new LossNote(
                        row.getLong(1),
                        columns.sourceEntry(columns.required(row, 2), row.getLong(3), row.getLong(4)),
                        Columns.instant(row.getLong(5))));
            }
        }
        return losses;
    }
}

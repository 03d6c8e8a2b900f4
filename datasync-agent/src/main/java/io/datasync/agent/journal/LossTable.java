package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The losses ever noted, which nothing removes. */
final class LossTable {
    private static final String COUNT = "UPDATE jobs SET losses = losses + 1 WHERE id = ?";
    private static final String ADD =
            "INSERT INTO losses (job_id, number, scan_seq, order_key, size, ticks, noticed_at, archived)"
                    + " SELECT id, losses, ?, ?, ?, ?, ?, ? FROM jobs WHERE id = ?";
    private static final String LIST =
            "SELECT scan_seq, order_key, size, ticks, noticed_at, archived FROM losses WHERE job_id = ?"
                    + " ORDER BY number LIMIT ?";
    private static final String LIST_OF =
            "SELECT scan_seq, order_key, size, ticks, noticed_at, archived FROM losses WHERE job_id = ? AND scan_seq = ?"
                    + " ORDER BY number LIMIT ?";

    private static final String ASSIGN = "UPDATE losses SET run = ? WHERE job_id = ? AND written = 0 AND run IS NULL";
    private static final String UNWRITTEN =
            "SELECT DISTINCT run FROM losses WHERE job_id = ? AND written = 0 AND run IS NOT NULL LIMIT ?";
    private static final String LIST_OF_RUN =
            "SELECT scan_seq, order_key, size, ticks, noticed_at, archived, number, written"
                    + " FROM losses WHERE job_id = ? AND run = ? AND number > ? ORDER BY number LIMIT ?";
    private static final String WRITTEN = "UPDATE losses SET written = 1 WHERE job_id = ? AND run = ? AND number <= ?";

    private final Statements statements;
    private final Columns columns;
    private final long jobId;

    LossTable(Statements statements, Columns columns, long jobId) {
        this.statements = statements;
        this.columns = columns;
        this.jobId = jobId;
    }

    void add(LossNote loss) throws SQLException {
        statements.update(COUNT, jobId);
        SourceEntry entry = loss.entry();
        PreparedStatement add = statements.of(ADD);
        add.setLong(1, loss.scanSeq());
        add.setBytes(2, entry.orderKey());
        add.setLong(3, entry.sizeBytes());
        add.setLong(4, entry.ticks());
        add.setLong(5, Columns.nanos(loss.noticedAt()));
        add.setBytes(6, loss.archived().map(Digest::bytes).orElse(null));
        add.setLong(7, jobId);
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

    /** Gives a run the losses that have none. */
    void assign(RunId run) throws SQLException {
        PreparedStatement assign = statements.of(ASSIGN);
        assign.setString(1, run.text());
        assign.setLong(2, jobId);
        assign.executeUpdate();
    }

    List<RunId> unwritten(int max) throws SQLException, SyncException {
        PreparedStatement list = statements.of(UNWRITTEN);
        list.setLong(1, jobId);
        list.setInt(2, max);
        List<RunId> runs = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                runs.add(columns.run(row.getString(1)));
            }
        }
        return runs;
    }

    List<RunLoss> of(RunId run, long after, int max) throws SQLException, SyncException {
        PreparedStatement list = statements.of(LIST_OF_RUN);
        list.setLong(1, jobId);
        list.setString(2, run.text());
        list.setLong(3, after);
        list.setInt(4, max);
        List<RunLoss> losses = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                losses.add(new RunLoss(row.getLong(7), note(row), row.getBoolean(8)));
            }
        }
        return losses;
    }

    void written(RunId run, long upTo) throws SQLException {
        PreparedStatement written = statements.of(WRITTEN);
        written.setLong(1, jobId);
        written.setString(2, run.text());
        written.setLong(3, upTo);
        written.executeUpdate();
    }

    private LossNote note(ResultSet row) throws SQLException, SyncException {
        return new LossNote(
                row.getLong(1),
                columns.sourceEntry(columns.required(row, 2), row.getLong(3), row.getLong(4)),
                Columns.instant(row.getLong(5)),
                columns.digestIfAny(row, 6));
    }

    private List<LossNote> read(PreparedStatement list) throws SQLException, SyncException {
        List<LossNote> losses = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                losses.add(note(row));
            }
        }
        return losses;
    }
}

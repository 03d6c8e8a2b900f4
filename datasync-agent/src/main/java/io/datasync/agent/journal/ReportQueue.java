package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.Report;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the server has not been told, in the order of its numbers. Numbers have no gaps, so their ends give the count. */
final class ReportQueue {
    private static final String VERIFIED = "v";
    private static final String GONE = "g";
    private static final String LOST = "l";

    private static final String LAST = "SELECT last_report FROM jobs WHERE id = ?";
    private static final String SAVE_LAST = "UPDATE jobs SET last_report = ? WHERE id = ?";
    private static final String ADD = "INSERT INTO reports (job_id, number, type, scan_seq, order_key, size, ticks, at,"
            + " digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String LIST = "SELECT order_key, size, ticks, digest, at, number, type, scan_seq FROM reports"
            + " WHERE job_id = ? ORDER BY number LIMIT ?";

    private static final String REMOVE = "DELETE FROM reports WHERE job_id = ? AND number <= ?";

    private final Statements statements;
    private final Columns columns;
    private final long jobId;
    private long last = -1;

    ReportQueue(Statements statements, Columns columns, long jobId) {
        this.statements = statements;
        this.columns = columns;
        this.jobId = jobId;
    }

    private long number() throws SQLException {
        if (last < 0) {
            PreparedStatement find = statements.of(LAST);
            find.setLong(1, jobId);
            try (ResultSet row = find.executeQuery()) {
                last = row.getLong(1);
            }
        }
        return ++last;
    }

    void add(Report report) throws SQLException {
        if (report instanceof Report.Verified verified) {
            Fact fact = verified.fact();
            PreparedStatement add = bind(VERIFIED, report, fact.entry());
            add.setLong(8, Columns.nanos(fact.verifiedAt()));
            add.setBytes(9, fact.digest().bytes());
            add.executeUpdate();
        } else if (report instanceof Report.Gone gone) {
            bind(GONE, report, SourceEntry.file(gone.path(), 0, 0)).executeUpdate();
        } else if (report instanceof Report.Lost lost) {
            PreparedStatement add = bind(LOST, report, lost.entry());
            add.setLong(8, Columns.nanos(lost.noticedAt()));
            if (lost.archived().isPresent()) {
                add.setBytes(9, lost.archived().get().bytes());
            }
            add.executeUpdate();
        } else {
            throw new IllegalArgumentException("Reports of this kind are not queued: " + report);
        }
    }

    private PreparedStatement bind(String type, Report report, SourceEntry entry) throws SQLException {
        PreparedStatement add = statements.of(ADD);
        add.clearParameters();
        add.setLong(1, jobId);
        add.setLong(2, number());
        add.setString(3, type);
        add.setLong(4, report.scanSeq());
        add.setBytes(5, entry.orderKey());
        add.setLong(6, entry.sizeBytes());
        add.setLong(7, entry.ticks());
        return add;
    }

    /** Writes the last number given. */
    void save() throws SQLException {
        if (last >= 0) {
            statements.update(SAVE_LAST, last, jobId);
        }
    }

    /** Removes reports up to a number. */
    void remove(long upTo) throws SQLException {
        statements.update(REMOVE, jobId, upTo);
    }

    List<QueuedReport> oldest(int max) throws SQLException, SyncException {
        PreparedStatement list = statements.of(LIST);
        list.setLong(1, jobId);
        list.setInt(2, max);
        List<QueuedReport> reports = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                reports.add(new QueuedReport(row.getLong(6), report(row)));
            }
        }
        return reports;
    }

    private Report report(ResultSet row) throws SQLException, SyncException {
        SourceEntry entry = columns.sourceEntry(columns.required(row, 1), row.getLong(2), row.getLong(3));
        String type = row.getString(7);
        long scanSeq = row.getLong(8);
        RelativePath path = entry.path();
        return switch (type) {
            case VERIFIED ->
                new Report.Verified(
                        scanSeq,
                        new Fact(entry, columns.digest(columns.required(row, 4)), Columns.instant(row.getLong(5))));
            case GONE -> new Report.Gone(scanSeq, path);
            case LOST -> new Report.Lost(scanSeq, entry, Columns.instant(row.getLong(5)), columns.digestIfAny(row, 4));
            default -> throw columns.damage("a report of type " + type);
        };
    }
}

package io.datasync.agent.journal;

import io.datasync.agent.journal.database.Columns;
import io.datasync.agent.journal.database.Statements;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** The one row of a job: what is known of it besides its entries. */
final class JobTable {
    private static final String IDENTITY = "SELECT source_identity FROM jobs WHERE id = ?";
    private static final String ACCEPT = "UPDATE jobs SET source_identity = ? WHERE id = ?";
    private static final String NEXT_SCAN = "UPDATE jobs SET scan_seq = MAX(scan_seq, scan_floor) + 1 WHERE id = ?";
    private static final String RAISE_SCAN = "UPDATE jobs SET scan_floor = ?1 WHERE id = ?2 AND scan_floor < ?1";
    private static final String SCAN = "SELECT scan_seq FROM jobs WHERE id = ?";
    private static final String NUMBERS = "SELECT last_report, acknowledged, losses FROM jobs WHERE id = ?";
    private static final String ACKNOWLEDGE = "UPDATE jobs SET acknowledged = ? WHERE id = ?";
    private static final String RUN =
            "SELECT run, run_started_at, run_started_offline, run_continues FROM jobs WHERE id = ?";
    private static final String NOTE_RUN =
            "UPDATE jobs SET run = ?, run_started_at = ?, run_started_offline = ?," + " run_continues = ? WHERE id = ?";
    private static final String END_RUN = "UPDATE jobs SET run = NULL WHERE id = ? AND run = ?";
    private static final String PURGE_MEMORY = "SELECT purge_memory FROM jobs WHERE id = ?";
    private static final String NOTE_PURGE = "UPDATE jobs SET purge_memory = ? WHERE id = ?";
    private static final String TOKEN = "SELECT token_epoch, token_counter FROM jobs WHERE id = ?";
    private static final String RAISE_TOKEN = "UPDATE jobs SET token_epoch = ?1, token_counter = ?2 WHERE id = ?3"
            + " AND (token_epoch, token_counter) < (?1, ?2)";

    private final Columns columns;
    private final long jobId;

    JobTable(Columns columns, long jobId) {
        this.columns = columns;
        this.jobId = jobId;
    }

    /** What reads the row. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException, SyncException;
    }

    private <T> T read(Statements statements, String sql, Reading<T> reading) throws SQLException, SyncException {
        PreparedStatement select = statements.of(sql);
        select.setLong(1, jobId);
        try (ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw columns.damage("the row of a job is missing");
            }
            return reading.of(row);
        }
    }

    Optional<String> sourceIdentity(Statements statements) throws SQLException, SyncException {
        return read(statements, IDENTITY, row -> Optional.ofNullable(row.getString(1)));
    }

    void acceptSource(Statements statements, String identity) throws SQLException {
        PreparedStatement accept = statements.of(ACCEPT);
        accept.setString(1, identity);
        accept.setLong(2, jobId);
        accept.executeUpdate();
    }

    long beginScan(Statements statements) throws SQLException, SyncException {
        statements.update(NEXT_SCAN, jobId);
        return scanSeq(statements);
    }

    void raiseScan(Statements statements, long scanSeq) throws SQLException {
        statements.update(RAISE_SCAN, scanSeq, jobId);
    }

    private long scanSeq(Statements statements) throws SQLException, SyncException {
        return read(statements, SCAN, row -> row.getLong(1));
    }

    void requireCurrent(Statements statements, long scanSeq) throws SQLException, SyncException {
        long last = scanSeq(statements);
        if (scanSeq < 1 || scanSeq != last) {
            throw new IllegalArgumentException("Scan " + scanSeq + " is not the one begun last, " + last);
        }
    }

    void requireBegun(Statements statements, long scanSeq) throws SQLException, SyncException {
        long last = scanSeq(statements);
        if (scanSeq < 1 || scanSeq > last) {
            throw new IllegalArgumentException("Scan " + scanSeq + " was never begun; the last is " + last);
        }
    }

    /** How many reports and losses there are. */
    record Numbers(long lastReport, long acknowledged, long losses) {
        long unreported() {
            return lastReport - acknowledged;
        }
    }

    Numbers numbers(Statements statements) throws SQLException, SyncException {
        return read(statements, NUMBERS, row -> new Numbers(row.getLong(1), row.getLong(2), row.getLong(3)));
    }

    void acknowledge(Statements statements, long upTo) throws SQLException {
        statements.update(ACKNOWLEDGE, upTo, jobId);
    }

    Optional<RunNote> run(Statements statements) throws SQLException, SyncException {
        return read(statements, RUN, row -> {
            String run = row.getString(1);
            if (run == null) {
                return Optional.empty();
            }
            String continues = row.getString(4);
            return Optional.of(new RunNote(
                    columns.run(run),
                    Columns.instant(row.getLong(2)),
                    row.getBoolean(3),
                    continues == null ? Optional.empty() : Optional.of(columns.run(continues))));
        });
    }

    void noteRun(Statements statements, RunNote run) throws SQLException {
        PreparedStatement note = statements.of(NOTE_RUN);
        note.setString(1, run.run().text());
        note.setLong(2, Columns.nanos(run.startedAt()));
        note.setBoolean(3, run.startedOffline());
        if (run.continues().isPresent()) {
            note.setString(4, run.continues().get().text());
        } else {
            note.setNull(4, Types.NULL);
        }
        note.setLong(5, jobId);
        note.executeUpdate();
    }

    void endRun(Statements statements, RunId run) throws SQLException {
        PreparedStatement end = statements.of(END_RUN);
        end.setLong(1, jobId);
        end.setString(2, run.text());
        end.executeUpdate();
    }

    Optional<String> purgeMemory(Statements statements) throws SQLException, SyncException {
        return read(statements, PURGE_MEMORY, row -> Optional.ofNullable(row.getString(1)));
    }

    void notePurge(Statements statements, String memory) throws SQLException {
        PreparedStatement note = statements.of(NOTE_PURGE);
        note.setString(1, memory);
        note.setLong(2, jobId);
        note.executeUpdate();
    }

    FencingToken token(Statements statements) throws SQLException, SyncException {
        return read(statements, TOKEN, row -> {
            long epoch = row.getLong(1);
            long counter = row.getLong(2);
            if (epoch < 0 || counter < 0) {
                throw columns.damage("a fencing token of " + epoch + "." + counter);
            }
            return new FencingToken(epoch, counter);
        });
    }

    void raiseToken(Statements statements, FencingToken token) throws SQLException {
        statements.update(RAISE_TOKEN, token.epoch(), token.counter(), jobId);
    }
}

package io.datasync.server.sync.index.catalog;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.RelativePath;
import io.datasync.server.sync.index.RunTable;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.SqlSession.Given;
import io.datasync.server.sync.sql.SqlTransactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The runs, for people to read. Thread-safe; each call is one transaction, blocks, and may throw {@code INDEX_UNAVAILABLE}.
 */
public final class RunHistory {
    /** The most runs of a page. */
    public static final int PAGE_MAX = 500;

    /** The most files of a run that are named. */
    public static final int FILES_MAX = 1_000;

    private static final String SELECT =
            "SELECT " + RunTable.columns("r") + ", j.runner_id FROM sync_runs r JOIN jobs j ON j.job_id = r.job_id";

    private static final String JOBS = "SELECT j.job_id, j.runner_id, j.last_cycle_at, r.run_id AS latest, "
            + RunTable.columns("r")
            + " FROM jobs j LEFT JOIN sync_runs r"
            + " ON r.id = (SELECT MAX(l.id) FROM sync_runs l WHERE l.job_id = j.job_id)"
            + " ORDER BY j.runner_id, j.job_id";

    private final SqlTransactions transactions;

    /** The runs of a database. */
    public RunHistory(SqlTransactions transactions) {
        this.transactions = transactions;
    }

    /** A run and whose it is. */
    public record PastRun(RunRow run, RunnerId runner) {}

    /** A run, or empty. */
    public Optional<PastRun> find(RunId run) throws SyncException {
        return transactions.run(session ->
                session.one(SELECT + " WHERE r.run_id = ?", given -> given.text(run.text()), RunHistory::read));
    }

    /**
     * Runs, the one opened last first.
     *
     * @param job of this job only
     * @param state in this state only
     * @param after the run after which the page begins; one that is not there leaves the page empty
     * @param max at most {@value #PAGE_MAX}
     */
    public List<PastRun> page(Optional<JobId> job, Optional<RunState> state, Optional<RunId> after, int max)
            throws SyncException {
        String query = SELECT + " WHERE 1 = 1"
                + (job.isPresent() ? " AND r.job_id = ?" : "")
                + (state.isPresent() ? " AND r.state = ?" : "")
                + (after.isPresent() ? " AND r.id < (SELECT a.id FROM sync_runs a WHERE a.run_id = ?)" : "")
                + " ORDER BY r.id DESC";
        return transactions.run(session -> session.all(
                query + session.dialect().limit(),
                given -> {
                    if (job.isPresent()) {
                        given.text(job.get().text());
                    }
                    if (state.isPresent()) {
                        given.text(state.get().text());
                    }
                    if (after.isPresent()) {
                        given.text(after.get().text());
                    }
                    given.number(Math.min(max, PAGE_MAX));
                },
                RunHistory::read));
    }

    /** The files that a run could not archive or found lost, at most {@value #FILES_MAX}. */
    public List<RunFileRow> troubled(RunId run) throws SyncException {
        return transactions.run(session -> session.all(
                "SELECT path, outcome, size_bytes, checksum, code FROM sync_run_files"
                        + " WHERE run_id = ? AND outcome IN ('failed', 'lost') ORDER BY path_hash"
                        + session.dialect().limit(),
                given -> given.text(run.text()).number(FILES_MAX),
                RunHistory::readFile));
    }

    /**
     * A job and where it stands.
     *
     * @param lastCycleAt when its last cycle ended that did not fail, with a run or without (D-26)
     * @param lastRun the run opened last
     */
    public record JobStanding(JobId job, RunnerId runner, Optional<Instant> lastCycleAt, Optional<RunRow> lastRun) {}

    /** The first jobs, by runner and id. */
    public List<JobStanding> jobs(int max) throws SyncException {
        return transactions.run(session ->
                session.all(JOBS + session.dialect().limit(), given -> given.number(max), RunHistory::readJob));
    }

    /** How many jobs there are. */
    public long jobCount() throws SyncException {
        return transactions
                .run(session -> session.one("SELECT COUNT(*) FROM jobs", Given.NOTHING, Columns::number))
                .orElseThrow();
    }

    private static JobStanding readJob(Columns row) throws SQLException {
        var job = new JobId(row.text());
        var runner = new RunnerId(row.text());
        Optional<Instant> lastCycleAt = row.optionalTime();
        boolean ran = row.optionalText().isPresent();
        return new JobStanding(job, runner, lastCycleAt, ran ? Optional.of(RunTable.read(row)) : Optional.empty());
    }

    private static PastRun read(Columns row) throws SQLException {
        RunRow run = RunTable.read(row);
        return new PastRun(run, new RunnerId(row.text()));
    }

    private static RunFileRow readFile(Columns row) throws SQLException, SyncException {
        var path = RelativePath.parse(row.text());
        var outcome = RunFileRow.Outcome.valueOf(row.text().toUpperCase(Locale.ROOT));
        long sizeBytes = row.number();
        Optional<String> checksum = row.optionalText();
        return new RunFileRow(
                path,
                outcome,
                sizeBytes,
                checksum.isPresent() ? Optional.of(Digest.parse(checksum.get())) : Optional.empty(),
                row.optionalText().flatMap(ErrorCode::ofText));
    }
}

package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.JobRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.server.sync.sql.SqlSession;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** What a run reads and changes of {@code jobs}: token, live run, activity. */
final class JobTable {
    private static final String COLUMNS =
            "job_id, runner_id, kind, zone, enabled, archive_url, token_epoch, token_counter, live_run_id, scan_seq";

    private final SqlSession session;

    JobTable(SqlSession session) {
        this.session = session;
    }

    Optional<JobRow> lock(JobId job) throws SyncException {
        return session.one(
                session.dialect().selectLocked(COLUMNS, "jobs", "job_id = ?"),
                given -> given.text(job.text()),
                row -> new JobRow(
                        new JobId(row.text()),
                        new RunnerId(row.text()),
                        JobKind.valueOf(row.text().toUpperCase(Locale.ROOT)),
                        ZoneId.of(row.text()),
                        row.flag(),
                        row.text(),
                        new FencingToken(row.number(), row.number()),
                        row.optionalText().map(RunId::new),
                        row.number()));
    }

    /** The condition is in the statement that takes the lock, so a token that was overtaken meanwhile changes nothing (D-20, I-4). */
    boolean fence(JobId job, RunId run, FencingToken token) throws SyncException {
        String text = "UPDATE jobs SET last_activity_at = " + session.dialect().now()
                + " WHERE job_id = ? AND live_run_id = ? AND token_epoch = ? AND token_counter = ?";
        return session.update(text, given -> given.text(job.text())
                        .text(run.text())
                        .number(token.epoch())
                        .number(token.counter()))
                == 1;
    }

    void raiseScanSeq(JobId job, long scanSeq) throws SyncException {
        session.update(
                "UPDATE jobs SET scan_seq = ? WHERE job_id = ? AND scan_seq < ?",
                given -> given.number(scanSeq).text(job.text()).number(scanSeq));
    }

    void cycleEnded(RunnerId runner, JobId job, Instant at) throws SyncException {
        session.update(
                "UPDATE jobs SET last_cycle_at = ? WHERE job_id = ? AND runner_id = ?"
                        + " AND (last_cycle_at IS NULL OR last_cycle_at < ?)",
                given -> given.time(at).text(job.text()).text(runner.text()).time(at));
    }

    void update(JobId job, FencingToken token, Optional<RunId> liveRun) throws SyncException {
        session.update(
                "UPDATE jobs SET token_epoch = ?, token_counter = ?, live_run_id = ? WHERE job_id = ?",
                given -> given.number(token.epoch())
                        .number(token.counter())
                        .text(liveRun.map(RunId::text))
                        .text(job.text()));
    }
}

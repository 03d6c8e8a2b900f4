package io.datasync.server.sync.index.catalog;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.purge.PurgePool;
import io.datasync.server.sync.sql.Columns;
import io.datasync.server.sync.sql.SqlTransactions;
import io.datasync.server.sync.sql.SqlWork;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The jobs, as they are made and read; what runs change of them is in {@code JobTable}.
 *
 * <p>Thread-safe; each call is one transaction, blocks, and may throw {@code INDEX_UNAVAILABLE}.
 */
public final class JobCatalog {
    /** The most jobs of a page. */
    public static final int PAGE_MAX = 500;

    private static final String COLUMNS = "job_id, kind, zone, root, archive_url, includes, excludes, interval_seconds,"
            + " quiet_seconds, enabled, pool, pool_files_max, pool_bytes_max, runner_id, created_at, token_epoch, token_counter, live_run_id";

    private final SqlTransactions transactions;

    /** The jobs of a database. */
    public JobCatalog(SqlTransactions transactions) {
        this.transactions = transactions;
    }

    /** Whether there is a runner of this id, in whatever state. */
    public boolean hasRunner(RunnerId runner) throws SyncException {
        return transactions.run(session -> session.one(
                        "SELECT runner_id FROM runners WHERE runner_id = ?",
                        given -> given.text(runner.text()),
                        Columns::text)
                .isPresent());
    }

    /**
     * Adds a job of a runner that is there.
     *
     * @param also is done in the same transaction once the job is added, and not when it was there (D-35)
     * @return false when a job of this id is there already: then nothing was changed
     */
    public boolean add(RunnerId runner, JobDefinition job, SqlWork<?> also) throws SyncException {
        return transactions.run(session -> {
            String text = "INSERT INTO jobs (job_id, kind, zone, root, archive_url, includes, excludes,"
                    + " interval_seconds, quiet_seconds, enabled, runner_id, pool, pool_files_max, pool_bytes_max,"
                    + " created_at, token_epoch, token_counter) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    + session.dialect().now() + ", 0, 0)";
            if (find(session, job.job()).isPresent()) {
                return false;
            }
            // Of two at once the slower one meets the key, begins again and finds the other's.
            session.update(text, given -> given.text(job.job().text())
                    .text(job.kind().text())
                    .text(job.zone().getId())
                    .text(job.root())
                    .text(job.archiveUrl())
                    .text(TextList.write(job.include()))
                    .text(TextList.write(job.exclude()))
                    .number(job.interval().toSeconds())
                    .number(job.quietPeriod().toSeconds())
                    .flag(job.enabled())
                    .text(runner.text())
                    .text(job.pool().map(PurgePool::name))
                    .number(job.pool().flatMap(pool -> boxed(pool.filesMax())))
                    .number(job.pool().flatMap(pool -> boxed(pool.bytesMax()))));
            also.run(session);
            return true;
        });
    }

    /** Switches a job on or off; false when it was so already, or is not there. A live run of it goes on to its end. */
    public boolean enable(JobId job, boolean enabled) throws SyncException {
        return transactions.run(session -> session.update(
                        "UPDATE jobs SET enabled = ? WHERE job_id = ? AND enabled <> ?",
                        given -> given.flag(enabled).text(job.text()).flag(enabled))
                > 0);
    }

    /** A job, or empty. */
    public Optional<RegisteredJob> find(JobId job) throws SyncException {
        return transactions.run(session -> find(session, job));
    }

    private static Optional<RegisteredJob> find(io.datasync.server.sync.sql.SqlSession session, JobId job)
            throws SyncException {
        return session.one(
                "SELECT " + COLUMNS + " FROM jobs WHERE job_id = ?", given -> given.text(job.text()), JobCatalog::read);
    }

    /** What a runner's agent is told: all its jobs, by id. */
    public JobList ofRunner(RunnerId runner) throws SyncException {
        List<RegisteredJob> jobs = transactions.run(session -> session.all(
                "SELECT " + COLUMNS + " FROM jobs WHERE runner_id = ? ORDER BY job_id"
                        + session.dialect().limit(),
                given -> given.text(runner.text()).number(JobList.JOBS_MAX),
                JobCatalog::read));
        return new JobList(jobs.stream().map(RegisteredJob::definition).toList());
    }

    /**
     * Jobs by id.
     *
     * @param runner of this runner only
     * @param after the id after which the page begins
     * @param max at most {@value #PAGE_MAX}
     */
    public List<RegisteredJob> page(Optional<RunnerId> runner, Optional<JobId> after, int max) throws SyncException {
        return transactions.run(session -> session.all(
                "SELECT " + COLUMNS + " FROM jobs WHERE 1 = 1"
                        + (runner.isPresent() ? " AND runner_id = ?" : "")
                        + (after.isPresent() ? " AND job_id > ?" : "")
                        + " ORDER BY job_id" + session.dialect().limit(),
                given -> {
                    if (runner.isPresent()) {
                        given.text(runner.get().text());
                    }
                    if (after.isPresent()) {
                        given.text(after.get().text());
                    }
                    given.number(Math.min(max, PAGE_MAX));
                },
                JobCatalog::read));
    }

    private static Optional<PurgePool> pool(Columns row) throws SQLException {
        Optional<String> name = row.optionalText();
        OptionalLong filesMax = unboxed(row.optionalNumber());
        OptionalLong bytesMax = unboxed(row.optionalNumber());
        return name.map(known -> new PurgePool(known, filesMax, bytesMax));
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static OptionalLong unboxed(Optional<Long> number) {
        return number.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static RegisteredJob read(Columns row) throws SQLException, SyncException {
        var definition = new JobDefinition(
                new JobId(row.text()),
                JobKind.valueOf(row.text().toUpperCase(Locale.ROOT)),
                ZoneId.of(row.text()),
                row.text(),
                row.text(),
                TextList.read(row.text()),
                TextList.read(row.text()),
                Duration.ofSeconds(row.number()),
                Duration.ofSeconds(row.number()),
                row.flag(),
                pool(row));
        return new RegisteredJob(
                new RunnerId(row.text()),
                definition,
                row.time(),
                new FencingToken(row.number(), row.number()),
                row.optionalText().map(RunId::new));
    }
}

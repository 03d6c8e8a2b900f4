package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.server.operations.control.Alert;
import io.datasync.server.operations.control.AlertRows;
import io.datasync.server.operations.control.AlertSeverity;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.security.audit.AuditEntry;
import io.datasync.server.security.audit.AuditRows;
import io.datasync.server.sync.sql.SqlSession;
import io.datasync.server.sync.sql.SqlTransactions;
import io.datasync.server.sync.sql.TestDatabase;
import io.datasync.testkit.coordinator.fixture.RulesFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the contract suites do to an index behind its port, by SQL. */
public record IndexHooks(TestDatabase database) implements RulesFixture.Hooks {
    /** As the server does; the class that does it there is tested where it is. */
    static final AlertLog ALERTS = new AlertLog() {
        @Override
        public boolean raise(SqlSession session, AlertRow alert) throws SyncException {
            AtomicBoolean isNew = new AtomicBoolean();
            var row = new Alert(
                    alert.kind().name(),
                    AlertSeverity.SEV1,
                    alert.job().text(),
                    alert.summary(),
                    new Alert.Files(alert.files().count(), alert.files().first().map(RelativePath::text)),
                    false);
            session.byConnection(connection -> isNew.set(AlertRows.raise(connection, row, Samples.NOON)));
            return isNew.get();
        }

        @Override
        public Optional<AlertRow.Files> files(SqlSession session, JobId job, AlertRow.Kind kind) throws SyncException {
            List<Alert.Files> found = new ArrayList<>(1);
            session.byConnection(connection ->
                    AlertRows.files(connection, kind.name(), job.text()).ifPresent(found::add));
            return found.stream()
                    .map(files ->
                            new AlertRow.Files(files.count(), files.firstPath().map(RelativePath::known)))
                    .findFirst();
        }

        @Override
        public void resolve(SqlSession session, JobId job, AlertRow.Kind kind) throws SyncException {
            session.byConnection(connection -> AlertRows.resolve(connection, kind.name(), job.text(), Samples.NOON));
        }
    };

    StateIndex index() {
        return index(database.transactions());
    }

    /** The index as the server puts it together. */
    public static StateIndex index(SqlTransactions transactions) {
        return new JdbcStateIndex(transactions, IndexHooks::write, ALERTS, tally -> {});
    }

    /** As the server does, with the job as the subject, by which tests find it. */
    static void write(SqlSession session, DeedRow deed) throws SyncException {
        var entry = new AuditEntry(
                deed.runner().text(),
                deed.deed().name(),
                deed.job().text(),
                "done",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.of(deed.detail()));
        session.byConnection(connection -> AuditRows.insert(connection, entry, Samples.NOON));
    }

    @Override
    public void addJob(JobId job, RunnerId runner, String archiveUrl) {
        database.addRunner(runner.text());
        Samples.addJob(database, job, runner, archiveUrl);
    }

    @Override
    public void disable(JobId job) {
        database.execute("UPDATE jobs SET enabled = " + (database.numbersForFlags() ? "0" : "FALSE")
                + " WHERE job_id = '" + job + "'");
    }

    @Override
    public void seal(JobId job, FolderName folder) throws SyncException {
        long id = index().transact(transaction -> {
            transaction.lockJob(job);
            return transaction.folder(job, folder).id();
        });
        database.execute("UPDATE folders SET sealed_at = '2026-04-24T00:00:00' WHERE id = " + id);
    }

    @Override
    public void age(RunId run, Duration by) {
        RunRow row;
        try {
            row = index().transact(transaction -> transaction.run(run)).orElseThrow();
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
        database.execute("UPDATE sync_runs SET last_activity_at = '"
                + literal(row.lastActivityAt().minus(by)) + "', lease_until = '"
                + literal(row.leaseUntil().minus(by)) + "' WHERE run_id = '" + run + "'");
    }

    private static String literal(Instant time) {
        return SqlTime.of(time).toString();
    }
}

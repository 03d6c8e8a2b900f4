package io.datasync.server.sync.simulation;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.server.sync.index.IndexHooks;
import io.datasync.server.sync.index.catalog.JobCatalog;
import io.datasync.server.sync.sql.SqlTransactions;
import io.datasync.testkit.simulation.invariant.IndexView;
import io.datasync.testkit.simulation.world.IndexHome;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The server's own index on an H2 database in memory, whose time is that of a clock. For one thread at a time, as parties of a world are. */
public final class H2IndexHome implements IndexHome {
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(20);

    private final H2Server database;
    private final SqlTransactions transactions;
    private final StateIndex index;
    private final H2IndexView view;
    private @Nullable List<String> backup;

    /** An empty one. */
    public H2IndexHome(Clock clock) {
        database = new H2Server(clock);
        transactions = new SqlTransactions(database.moved(), STATEMENT_TIMEOUT, new Random(7));
        index = IndexHooks.index(transactions);
        view = new H2IndexView(database);
    }

    @Override
    public StateIndex index() {
        return new StateIndex() {
            @Override
            public <T> T transact(IndexWork<T> work) throws SyncException {
                try {
                    return index.transact(work);
                } finally {
                    view.mayHaveChanged();
                }
            }
        };
    }

    @Override
    public IndexView view() {
        return view;
    }

    @Override
    public void addJob(JobId job, RunnerId runner, String archiveUrl) {
        var definition = new JobDefinition(
                job,
                JobKind.GEOMETRY,
                ZoneOffset.UTC,
                "/data",
                archiveUrl,
                List.of(),
                List.of(),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                true);
        var jobs = new JobCatalog(transactions);
        try {
            if (!jobs.hasRunner(runner)) {
                database.execute(List.of("INSERT INTO runners (runner_id, group_name, state, host, fingerprint, os,"
                        + " agent_version, public_key, registered_at, row_version) VALUES ('" + runner
                        + "', 'default', 'active', 'h', 'f', 'o', '1', 'k', TIMESTAMP '2026-01-01 00:00:00', 0)"));
            }
            if (!jobs.add(runner, definition, session -> job)) {
                throw new IllegalStateException("There is a job " + job);
            }
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
        view.mayHaveChanged();
    }

    @Override
    public void spoil(RunId run) {
        database.execute(List.of("UPDATE sync_runs SET last_activity_at = DATEADD(SECOND, -1, last_activity_at),"
                + " lease_until = DATEADD(SECOND, -1, lease_until) WHERE run_id = '" + run + "'"));
        view.mayHaveChanged();
    }

    @Override
    public void backUp() {
        backup = database.script();
    }

    @Override
    public void restore() {
        if (backup == null) {
            throw new IllegalStateException("Nothing was backed up");
        }
        database.restore(backup);
        view.forget();
    }

    @Override
    public void close() {
        view.close();
        database.close();
    }
}

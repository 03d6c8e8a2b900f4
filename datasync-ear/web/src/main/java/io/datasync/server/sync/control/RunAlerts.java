package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.lease.JobId;
import io.datasync.server.operations.control.Alert;
import io.datasync.server.operations.control.AlertRows;
import io.datasync.server.operations.control.AlertSeverity;
import io.datasync.server.sync.index.AlertLog;
import io.datasync.server.sync.sql.SqlSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

/** The alerts that the rules of runs raise and resolve, each in the transaction of what it tells of. */
@ApplicationScoped
public class RunAlerts implements AlertLog {
    private final Clock clock;

    @Inject
    RunAlerts(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean raise(SqlSession session, AlertRow alert) throws SyncException {
        AtomicBoolean isNew = new AtomicBoolean();
        session.byConnection(connection -> isNew.set(AlertRows.raise(connection, alertOf(alert), clock.instant())));
        return isNew.get();
    }

    @Override
    public void resolve(SqlSession session, JobId job, AlertRow.Kind kind) throws SyncException {
        session.byConnection(connection -> AlertRows.resolve(connection, code(kind), job.text(), clock.instant()));
    }

    /** The subject is the job alone: by it an alert is found again when a job has moved to another runner. */
    private static Alert alertOf(AlertRow alert) {
        return new Alert(
                code(alert.kind()),
                severity(alert.kind()),
                alert.job().text(),
                "Runner " + alert.runner() + ": " + alert.summary());
    }

    private static String code(AlertRow.Kind kind) {
        return switch (kind) {
            case MASS_CHANGE -> "mass_change";
        };
    }

    private static AlertSeverity severity(AlertRow.Kind kind) {
        return switch (kind) {
            case MASS_CHANGE -> AlertSeverity.SEV1;
        };
    }
}

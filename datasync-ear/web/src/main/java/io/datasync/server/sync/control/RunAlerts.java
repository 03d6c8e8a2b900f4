package io.datasync.server.sync.control;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.RelativePath;
import io.datasync.server.operations.control.Alert;
import io.datasync.server.operations.control.AlertRows;
import io.datasync.server.operations.control.AlertSeverity;
import io.datasync.server.sync.index.AlertLog;
import io.datasync.server.sync.sql.SqlSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    public Optional<AlertRow.Files> files(SqlSession session, JobId job, AlertRow.Kind kind) throws SyncException {
        List<Alert.Files> found = new ArrayList<>(1);
        session.byConnection(connection ->
                AlertRows.files(connection, code(kind), job.text()).ifPresent(found::add));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> first = found.get(0).firstPath();
        return Optional.of(new AlertRow.Files(
                found.get(0).count(),
                first.isPresent() ? Optional.of(RelativePath.parse(first.get())) : Optional.empty()));
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
                "Runner " + alert.runner() + ": " + alert.summary(),
                new Alert.Files(alert.files().count(), alert.files().first().map(RelativePath::text)),
                untilAcknowledged(alert.kind()));
    }

    private static String code(AlertRow.Kind kind) {
        return switch (kind) {
            case MASS_CHANGE -> "mass_change";
            case FILE_LOST -> "file_lost";
            case SAMPLE_DIFFERS -> "sample_differs";
        };
    }

    private static AlertSeverity severity(AlertRow.Kind kind) {
        return switch (kind) {
            case MASS_CHANGE, FILE_LOST, SAMPLE_DIFFERS -> AlertSeverity.SEV1;
        };
    }

    /** No run can end what is lost. */
    private static boolean untilAcknowledged(AlertRow.Kind kind) {
        return switch (kind) {
            case MASS_CHANGE, SAMPLE_DIFFERS -> false;
            case FILE_LOST -> true;
        };
    }
}

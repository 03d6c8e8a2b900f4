package io.datasync.server.sync.control;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.server.platform.problem.ProblemReporter;
import io.datasync.server.security.audit.AuditEntry;
import io.datasync.server.security.audit.AuditRows;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.audit.RefusalLog;
import io.datasync.server.sync.index.DeedLog;
import io.datasync.server.sync.sql.SqlSession;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;

/**
 * What the rules do and refuse, in the log and in the audit log: a deed in its own transaction, refusals of one kind from one address counted
 * (D-35). For use while a request is served.
 */
@ApplicationScoped
public class RunAudit implements AuditPort, DeedLog {
    private static final System.Logger LOG = System.getLogger(RunAudit.class.getName());

    @Inject
    private Clock clock;

    @Inject
    private RefusalLog refusals;

    @Inject
    private HttpServletRequest request;

    @Override
    public void audit(Event event) {
        String subject = subject(event);
        LOG.log(
                System.Logger.Level.INFO,
                "event={0} runner={1} job={2} run={3} code={4} detail=\"{5}\"",
                action(event),
                event.runner(),
                event.job().map(JobId::text).orElse("-"),
                event.run().map(RunId::text).orElse("-"),
                event.code().map(ErrorCode::text).orElse("-"),
                ProblemReporter.printable(event.detail()));
        if (event.code().isEmpty()) {
            return;
        }
        try {
            refusals.note(action(event) + "." + event.code().get().text(), subject, Caller.of(request));
        } catch (SyncException failure) {
            // The refusal stands, and the line above tells it; readiness says that the database is gone.
            LOG.log(System.Logger.Level.WARNING, "event=audit_failed action=" + action(event), failure);
        }
    }

    @Override
    public void write(SqlSession session, DeedRow deed) throws SyncException {
        Event event = Event.of(deed);
        AuditEntry entry = Caller.of(request).did(action(event), subject(event)).with(detail(deed));
        session.byConnection(connection -> AuditRows.insert(connection, entry, clock.instant()));
    }

    private static String subject(Event event) {
        return event.run().map(RunId::text).orElse(event.runner().text());
    }

    private static String action(Event event) {
        return switch (event.action()) {
            case OPEN_REFUSED -> "run.open_refused";
            case MESSAGE_REFUSED -> "run.message_refused";
            case CERTIFICATE_REFUSED -> "folder.certificate_refused";
            case RUN_ORPHANED -> "run.orphaned";
            case EPOCH_RAISED -> "job.epoch_raised";
            case FOLDER_UNSEALED -> "folder.unsealed";
            case MASS_CHANGE_HELD -> "job.mass_change_held";
            case FILES_LOST -> "job.files_lost";
            case FOLDER_SEALED -> "folder.sealed";
            case SEAL_ORDERED -> "folder.seal_ordered";
            case UNSEAL_ORDERED -> "folder.unseal_ordered";
        };
    }

    private static String detail(DeedRow deed) {
        return Json.createObjectBuilder()
                .add("runner", deed.runner().text())
                .add("job", deed.job().text())
                .add("run", deed.run().map(RunId::text).orElse("-"))
                .add("detail", deed.detail())
                .build()
                .toString();
    }
}

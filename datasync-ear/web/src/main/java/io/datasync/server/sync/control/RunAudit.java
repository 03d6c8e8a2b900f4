package io.datasync.server.sync.control;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.server.security.control.AuditLog;
import io.datasync.server.security.control.Caller;
import io.datasync.server.security.control.RefusalLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What the rules tell about runs, in the log and in the audit log. Refusals of one kind from one address are counted (D-35). For use while a
 * request is served.
 */
@ApplicationScoped
public class RunAudit implements AuditPort {
    private static final System.Logger LOG = System.getLogger(RunAudit.class.getName());

    @Inject
    private AuditLog audit;

    @Inject
    private RefusalLog refusals;

    @Inject
    private HttpServletRequest request;

    @Override
    public void audit(Event event) {
        String subject = event.run().map(RunId::text).orElse(event.runner().text());
        LOG.log(
                System.Logger.Level.INFO,
                "event={0} runner={1} job={2} run={3} code={4} detail=\"{5}\"",
                action(event),
                event.runner(),
                event.job().map(JobId::text).orElse("-"),
                event.run().map(RunId::text).orElse("-"),
                event.code().map(ErrorCode::text).orElse("-"),
                event.detail());
        Caller caller = Caller.of(request);
        try {
            if (event.code().isPresent()) {
                refusals.note(action(event) + "." + event.code().get().text(), subject, caller);
            } else {
                audit.append(caller.did(action(event), subject).with(detail(event)));
            }
        } catch (SyncException failure) {
            // The decision stands, and the line above tells it; readiness says that the database is gone.
            LOG.log(System.Logger.Level.WARNING, "event=audit_failed action=" + action(event), failure);
        }
    }

    private static String action(Event event) {
        return switch (event.action()) {
            case OPEN_REFUSED -> "run.open_refused";
            case MESSAGE_REFUSED -> "run.message_refused";
            case RUN_ORPHANED -> "run.orphaned";
            case EPOCH_RAISED -> "job.epoch_raised";
            case FOLDER_UNSEALED -> "folder.unsealed";
        };
    }

    private static String detail(Event event) {
        var json =
                Json.createObjectBuilder().add("runner", event.runner().text()).add("detail", event.detail());
        event.job().ifPresent(job -> json.add("job", job.text()));
        event.run().ifPresent(run -> json.add("run", run.text()));
        return json.build().toString();
    }
}

package io.datasync.server.operations.control;

import com.fasterxml.jackson.core.JsonFactory;
import io.datasync.core.failure.SyncException;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.audit.AuditLog;
import io.datasync.server.security.audit.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;

/** What people say to alerts, with a row of the audit log for each; a transaction each (OPS-3, D-35). */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
public class Acknowledgements {
    private static final JsonFactory JSON = new JsonFactory();

    private final AlertList alerts;
    private final AuditLog audit;
    private final Clock clock;

    @Inject
    Acknowledgements(AlertList alerts, AuditLog audit, Clock clock) {
        this.alerts = alerts;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Notes that a person has seen an alert as it was at a revision. One that only a person ends, such as that of lost files, is resolved by that;
     * any other lives until what raised it resolves it. What the alert was about stays where it is: a loss in its ledger (CORE-10). A repeat
     * changes nothing and leaves no trace.
     *
     * @param reason what was done about it, at most 500 characters
     * @return the alert as it is then
     * @throws ProblemException 404: there is no such alert; 412: it has told something new since, which nobody has seen; 409: it has ended
     * @throws SyncException {@code INDEX_UNAVAILABLE}: nothing was changed
     */
    public StoredAlert acknowledge(long id, long revision, String reason, Caller caller) throws SyncException {
        boolean noted = alerts.acknowledge(id, revision, caller.name(), reason, clock.instant());
        StoredAlert alert = alerts.find(id)
                .orElseThrow(
                        () -> new ProblemException(Problem.of(HttpCode.NOT_FOUND, "There is no alert " + id + ".")));
        if (noted) {
            audit.append(caller.did("alert.acknowledged", alert.code() + ":" + alert.subject())
                    .with(detail(alert, reason)));
            return alert;
        }
        if (alert.revision() != revision) {
            throw new ProblemException(Problem.of(
                    HttpCode.PRECONDITION_FAILED,
                    "Alert " + id + " has told something new: it is at revision " + alert.revision() + ", not "
                            + revision + "."));
        }
        if (alert.acknowledgement().isEmpty()) {
            throw new ProblemException(Problem.of(HttpCode.CONFLICT, "Alert " + id + " has ended by itself."));
        }
        return alert;
    }

    private static String detail(StoredAlert alert, String reason) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("alert", alert.id());
            json.writeNumberField("revision", alert.revision());
            json.writeStringField("reason", reason);
            json.writeStringField("summary", alert.summary());
            json.writeNumberField("files", alert.files().count());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}

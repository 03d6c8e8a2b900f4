package io.datasync.core.coordinator.guard;

import io.datasync.core.coordinator.AuditPort;
import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.identity.JobPlace;
import io.datasync.core.identity.MachineId;
import io.datasync.core.identity.Role;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.util.Optional;

/**
 * Keeps two PCs with one identity out of each other's jobs: each may open and seal what its role gives it, and is refused the rest with
 * {@code IDENTITY_CONFLICT} (D-27). A run that lives goes on to its end. Thread-safe as what lies behind it is.
 */
public final class SeparatingCoordinator implements Coordinator {
    private final Coordinator target;
    private final Caller caller;
    private final Identities identities;
    private final AuditPort audit;

    /**
     * Which process of which PC calls.
     *
     * @param session as in its heartbeats
     */
    public record Caller(RunnerId runner, MachineId machine, String session) {}

    /** Before a coordinator, for one process of one PC. */
    public SeparatingCoordinator(Coordinator target, Caller caller, Identities identities, AuditPort audit) {
        this.target = target;
        this.caller = caller;
        this.identities = identities;
        this.audit = audit;
    }

    private void require(JobId job, Optional<RunId> run) throws SyncException {
        Role role = identities.role(caller.runner(), caller.machine(), caller.session());
        if (JobPlace.mayOpen(role, job)) {
            return;
        }
        SyncException refusal = SyncException.permanent(
                ErrorCode.IDENTITY_CONFLICT,
                "The PC " + caller.machine() + " of runner " + caller.runner() + " may not work on job " + job + ": "
                        + meaning(role));
        audit.audit(new AuditPort.Event(
                AuditPort.Action.OPEN_REFUSED,
                caller.runner(),
                Optional.of(job),
                run,
                Optional.of(refusal.code()),
                refusal.getMessage()));
        throw refusal;
    }

    private static String meaning(Role role) {
        if (role instanceof Role.StandsAside aside) {
            return switch (aside.next()) {
                case WAITS -> "it stands aside until a person says which PC is the runner.";
                case ENROLS_ANEW -> "it is to enrol anew under another id.";
                case IS_A_COPY -> "it is a copy of another PC, and is to be switched off.";
            };
        }
        return role instanceof Role.MakesMachineId
                ? "it is to make another machine id."
                : "the job is that of a PC that stands aside.";
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        require(request.job(), Optional.of(request.run()));
        return target.open(request);
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        target.compare(run, token, scanSeq, lines, answers);
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        return target.progress(run, token, request);
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        return target.complete(run, token, request);
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        require(job, Optional.empty());
        target.draft(job, folder, visitor);
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        require(request.job(), Optional.empty());
        return target.certify(request);
    }
}

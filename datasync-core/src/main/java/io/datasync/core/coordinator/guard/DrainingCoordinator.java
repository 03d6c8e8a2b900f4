package io.datasync.core.coordinator.guard;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
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
import java.util.List;

/** Puts new runs off while its {@link Admissions} say so; everything else goes to the coordinator behind it (RUN-9). Thread-safe as that is. */
public final class DrainingCoordinator implements Coordinator {
    private final Coordinator target;
    private final RunnerId runner;
    private final Admissions admissions;

    /** Before a coordinator, for its runner. */
    public DrainingCoordinator(Coordinator target, RunnerId runner, Admissions admissions) {
        this.target = target;
        this.runner = runner;
        this.admissions = admissions;
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        boolean counted = admissions.admit(runner, request.run());
        try {
            OpenAnswer answer = target.open(request);
            admissions.opened(request.run(), answer.lease());
            request.continues().ifPresent(admissions::ended);
            return answer;
        } catch (SyncException refused) {
            if (counted || refused.code() == ErrorCode.RUN_CLOSED) {
                admissions.ended(request.run());
            }
            throw refused;
        }
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        target.compare(run, token, scanSeq, lines, answers);
        admissions.heard(List.of(run));
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        ProgressAnswer answer = target.progress(run, token, request);
        admissions.opened(run, answer.lease());
        return answer;
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        CompleteAnswer answer = target.complete(run, token, request);
        admissions.ended(run);
        return answer;
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        target.draft(job, folder, visitor);
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        return target.certify(request);
    }
}

package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Passes everything on and keeps the certificates that are handed in; or hands none in, as if the server could not be reached.
 *
 * @param handsIn whether certificates are passed on
 * @param heads what becomes of the heads of drafts on their way
 */
record RecordingCoordinator(
        Coordinator target, List<CertifyRequest> certificates, boolean handsIn, UnaryOperator<DraftHead> heads)
        implements Coordinator {
    RecordingCoordinator(Coordinator target, List<CertifyRequest> certificates, boolean handsIn) {
        this(target, certificates, handsIn, head -> head);
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
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
        target.draft(job, folder, new DraftVisitor() {
            @Override
            public void head(DraftHead head) throws SyncException {
                visitor.head(heads.apply(head));
            }

            @Override
            public void entry(Fact fact) throws SyncException {
                visitor.entry(fact);
            }

            @Override
            public void loss(SourceEntry entry, Instant noticedAt) throws SyncException {
                visitor.loss(entry, noticedAt);
            }
        });
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        certificates.add(request);
        if (!handsIn) {
            throw SyncException.passing(ErrorCode.SERVER_UNREACHABLE, "Kept by the test");
        }
        return target.certify(request);
    }
}

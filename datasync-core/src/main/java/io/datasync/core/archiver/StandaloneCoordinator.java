package io.datasync.core.archiver;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stands in for the server where there is none: grants every run, knows nothing, takes every report. Never fails, never blocks. Thread-safe.
 *
 * <p>What a server gives is not there: no second copy of what is archived, so that a lost memory is made good by reading the archive alone; no lease
 * against another machine that archives to the same place; no seals, certificates, alerts or checks by somebody else.
 */
final class StandaloneCoordinator implements Coordinator {
    private static final Duration LEASE = Duration.ofDays(1);

    @Override
    public OpenAnswer open(OpenRequest request) {
        FencingToken before = request.highestToken();
        FencingToken token = new FencingToken(Math.max(1, before.epoch()), before.counter() + 1);
        return new OpenAnswer(token, LEASE, request.scanSeq(), Optional.of(List.of()), List.of());
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        for (CompareLine line = lines.next(); line != null; line = lines.next()) {
            if (line instanceof CompareLine.Item item) {
                answers.answer(new CompareAnswer(item.entry().path(), CompareVerdict.UNKNOWN, Optional.empty()));
            }
        }
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) {
        return new ProgressAnswer(LEASE);
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) {
        if (request.failure().isPresent()) {
            return new CompleteAnswer(RunState.FAILED);
        }
        boolean whole = request.balance().isSuccess() && request.incompleteFolders() == 0;
        return new CompleteAnswer(whole ? RunState.SUCCESS : RunState.PARTIAL);
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        throw notSealed(folder);
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        throw notSealed(request.folder());
    }

    private static SyncException notSealed(FolderName folder) {
        return SyncException.permanent(
                ErrorCode.SEAL_REFUSED, "Without a server nothing is sealed, so neither is folder " + folder);
    }
}

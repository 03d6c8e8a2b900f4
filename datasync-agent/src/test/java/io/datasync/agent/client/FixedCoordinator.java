package io.datasync.agent.client;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Notes what it is asked and answers the same each time; token 9.9 is stale. */
final class FixedCoordinator implements Coordinator {
    static final FencingToken STALE = new FencingToken(9, 9);

    OpenAnswer openAnswer =
            new OpenAnswer(new FencingToken(1, 2), Duration.ofMinutes(5), 0, Optional.empty(), List.of());
    final List<Object> requests = new ArrayList<>();
    final List<List<CompareLine>> comparisons = new ArrayList<>();

    @Override
    public synchronized OpenAnswer open(OpenRequest request) {
        requests.add(request);
        return openAnswer;
    }

    @Override
    public synchronized void compare(
            RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        check(token);
        List<CompareLine> comparison = new ArrayList<>();
        comparisons.add(comparison);
        for (CompareLine line = lines.next(); line != null; line = lines.next()) {
            comparison.add(line);
            if (line instanceof CompareLine.Item item) {
                answers.answer(new CompareAnswer(item.entry().path(), CompareVerdict.UNKNOWN, item.digest()));
                if (item.entry().sizeBytes() == 666) {
                    throw SyncException.permanent(ErrorCode.RUN_CLOSED, "The run has ended in the middle");
                }
            }
        }
    }

    @Override
    public synchronized ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request)
            throws SyncException {
        check(token);
        requests.add(request);
        return new ProgressAnswer(Duration.ofMinutes(5));
    }

    @Override
    public synchronized CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request)
            throws SyncException {
        check(token);
        requests.add(request);
        return new CompleteAnswer(RunState.SUCCESS);
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) {
        throw new IllegalStateException("not asked for");
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) {
        throw new IllegalStateException("not asked for");
    }

    private static void check(FencingToken token) throws SyncException {
        if (token.equals(STALE)) {
            throw SyncException.permanent(ErrorCode.STALE_TOKEN, "The token " + token + " is not the newest");
        }
    }
}

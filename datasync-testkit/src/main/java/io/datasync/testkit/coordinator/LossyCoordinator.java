package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/**
 * A bad line to a coordinator: requests are lost, answers are lost after the effect, messages arrive twice, and a message that was sent
 * long ago arrives once more. For one thread.
 */
final class LossyCoordinator implements Coordinator {
    private final Coordinator target;
    private final Random random;
    private final List<ProgressRequest> sent = new ArrayList<>();

    LossyCoordinator(Coordinator target, Random random) {
        this.target = target;
        this.random = random;
    }

    private interface Call<T> {
        T call() throws SyncException;
    }

    private <T> T lossy(Call<T> call) throws SyncException {
        switch (random.nextInt(6)) {
            case 0 -> throw lost("request");
            case 1 -> {
                call.call();
                throw lost("answer");
            }
            case 2 -> {
                call.call();
                return call.call();
            }
            default -> {
                return call.call();
            }
        }
    }

    private static SyncException lost(String what) {
        return SyncException.passing(ErrorCode.SERVER_UNREACHABLE, "The test lost the " + what);
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        return lossy(() -> target.open(request));
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        List<CompareLine> all = new ArrayList<>();
        for (CompareLine line = lines.next(); line != null; line = lines.next()) {
            all.add(line);
        }
        List<CompareAnswer> taken = lossy(() -> {
            List<CompareAnswer> given = new ArrayList<>();
            Iterator<CompareLine> rest = all.iterator();
            target.compare(run, token, scanSeq, () -> rest.hasNext() ? rest.next() : null, given::add);
            return given;
        });
        for (CompareAnswer answer : taken) {
            answers.answer(answer);
        }
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        ProgressAnswer answer = lossy(() -> target.progress(run, token, request));
        if (!sent.isEmpty() && random.nextInt(3) == 0) {
            target.progress(run, token, sent.get(random.nextInt(sent.size())));
        }
        sent.add(request);
        return answer;
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        return lossy(() -> target.complete(run, token, request));
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        lossy(() -> {
            target.draft(job, folder, visitor);
            return folder;
        });
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        return lossy(() -> target.certify(request));
    }
}

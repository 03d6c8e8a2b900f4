package io.datasync.testkit.cycle;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that remembers what it was told and refuses what the test has queued. The rules of the real one have suites of their own. */
final class ServerDouble implements Coordinator {
    private static final Duration LEASE = Duration.ofMinutes(5);

    final Map<RelativePath, Fact> archived = new HashMap<>();
    final List<OpenRequest> opened = new ArrayList<>();
    final List<CompleteRequest> completed = new ArrayList<>();
    final List<Report> reports = new ArrayList<>();
    final List<CompareLine.End> compared = new ArrayList<>();
    final List<FolderName> differing = new ArrayList<>();
    /** Whether folders differ no more once anything was reported. */
    boolean settledByReports;

    private final Map<Call, Deque<ErrorCode>> refusals = new HashMap<>();
    private boolean away;
    private long counter;

    enum Call {
        OPEN,
        COMPARE,
        PROGRESS,
        COMPLETE
    }

    /** Refuses the next call of this kind. */
    ServerDouble refuse(Call call, ErrorCode code) {
        refusals.computeIfAbsent(call, c -> new ArrayDeque<>()).add(code);
        return this;
    }

    void away(boolean now) {
        away = now;
    }

    /** Its index is restored from before the counter grew: it gives lower tokens. */
    void forgetTokens() {
        counter = 0;
    }

    private void answerOrRefuse(Call call) throws SyncException {
        if (away) {
            throw SyncException.passing(ErrorCode.SERVER_UNREACHABLE, "The server is away");
        }
        Deque<ErrorCode> queued = refusals.get(call);
        @Nullable ErrorCode code = queued == null ? null : queued.poll();
        if (code != null) {
            throw SyncException.permanent(code, "Queued by the test");
        }
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        answerOrRefuse(Call.OPEN);
        opened.add(request);
        return new OpenAnswer(
                new FencingToken(1, ++counter), LEASE, request.scanSeq(), Optional.empty(), List.copyOf(differing));
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        answerOrRefuse(Call.COMPARE);
        for (CompareLine line = lines.next(); line != null; line = lines.next()) {
            if (line instanceof CompareLine.End end) {
                compared.add(end);
            } else if (line instanceof CompareLine.Item item) {
                answers.answer(verdict(item));
            }
        }
    }

    private CompareAnswer verdict(CompareLine.Item item) {
        Fact fact = archived.get(item.entry().path());
        if (fact == null) {
            return new CompareAnswer(item.entry().path(), CompareVerdict.UNKNOWN, Optional.empty());
        }
        CompareVerdict verdict = fact.entry().looksLike(item.entry()) ? CompareVerdict.KNOWN : CompareVerdict.CHANGED;
        return new CompareAnswer(item.entry().path(), verdict, Optional.of(fact.digest()));
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        answerOrRefuse(Call.PROGRESS);
        if (settledByReports) {
            differing.clear();
        }
        for (Report report : request.reports()) {
            reports.add(report);
            if (report instanceof Report.Verified verified) {
                archived.put(verified.path(), verified.fact());
            }
        }
        return new ProgressAnswer(LEASE);
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        answerOrRefuse(Call.COMPLETE);
        completed.add(request);
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
}

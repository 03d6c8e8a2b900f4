package io.datasync.core.cycle;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.cycle.seal.SealedFolders;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.QueuedReport;
import io.datasync.core.journal.RunNote;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The run of a cycle as told to the server, while that can be reached.
 *
 * <p>Whatever the server answers, archiving goes on (D-22): a refusal or a silence makes the session offline, and the journal keeps what
 * is to be told. The next cycle resumes the same run, or continues it in a new one when the server has closed it (D-21). For one thread
 * at a time.
 */
final class RunSession {
    /** After a failure the server is left alone for this long within one cycle. */
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

    /** And for this long after it gave no run, unless it said how long. */
    private static final Duration REOPEN_PAUSE = Duration.ofMinutes(1);

    private final Coordinator coordinator;
    private final JobId job;
    private final JobJournal journal;
    private final Clock clock;
    private final Supplier<RunId> runIds;
    private final CycleListener listener;
    private final SealedFolders seals;

    private @Nullable RunId run;
    private @Nullable FencingToken token;
    private Instant retryAt = Instant.MIN;
    private Instant reopenAt = Instant.MAX;
    private long scanSeq;

    RunSession(
            Coordinator coordinator,
            JobId job,
            JobJournal journal,
            Clock clock,
            Supplier<RunId> runIds,
            CycleListener listener,
            SealedFolders seals) {
        this.seals = seals;
        this.coordinator = coordinator;
        this.job = job;
        this.journal = journal;
        this.clock = clock;
        this.runIds = runIds;
        this.listener = listener;
    }

    /**
     * Opens or resumes the run; when the server does not give it, the work goes on offline under the same id.
     *
     * @return the server's answer, or empty when offline
     * @throws SyncException only what the journal throws
     */
    Optional<OpenAnswer> open(long scanSeq) throws SyncException {
        Optional<RunNote> resumed = journal.currentRun();
        RunNote note = resumed.isPresent() ? resumed.get() : fresh(Optional.empty());
        this.scanSeq = scanSeq;
        Asked asked = ask(request(note, scanSeq));
        if (asked.refusal != null && asked.refusal.code() == ErrorCode.RUN_CLOSED) {
            note = fresh(Optional.of(note.run()));
            asked = ask(request(note, scanSeq));
        }
        run = note.run();
        if (asked.answer != null) {
            learn(asked.answer);
        } else if (!note.startedOffline()) {
            journal.noteRun(new RunNote(note.run(), note.startedAt(), true, note.continues()));
        }
        if (asked.refusal != null) {
            listener.offline(asked.refusal);
            reopenAt = reopenAt(asked.refusal);
        }
        listener.runOpened(note.run(), asked.answer != null);
        return Optional.ofNullable(asked.answer);
    }

    private void learn(OpenAnswer answer) throws SyncException {
        token = answer.token();
        journal.raiseToken(token);
        journal.raiseScan(answer.scanSeq());
    }

    private Instant reopenAt(SyncException refusal) {
        return refusal.retryable() ? clock.instant().plus(refusal.retryAfter().orElse(REOPEN_PAUSE)) : Instant.MAX;
    }

    /** A cycle may take hours, and the server be back long before its end (AGT-4): then it is told what is done, and the next cycle compares. */
    private void reopen() throws SyncException {
        if (clock.instant().isBefore(reopenAt)) {
            return;
        }
        Optional<RunNote> note = journal.currentRun();
        if (note.isEmpty()) {
            return;
        }
        Asked asked = ask(request(note.get(), scanSeq));
        if (asked.answer != null) {
            reopenAt = Instant.MAX;
            learn(asked.answer);
            listener.runOpened(note.get().run(), true);
        } else if (asked.refusal != null) {
            reopenAt = reopenAt(asked.refusal);
        }
    }

    /**
     * Asks once more which folders differ, by opening the run under way again, which changes nothing else.
     *
     * @return empty when the server does not say
     * @throws SyncException only what the journal throws
     */
    Optional<List<FolderName>> differing(long scanSeq) throws SyncException {
        Optional<RunNote> note = journal.currentRun();
        if (note.isEmpty() || token == null) {
            return Optional.empty();
        }
        Asked asked = ask(request(note.get(), scanSeq));
        if (asked.refusal != null) {
            interrupted(asked.refusal);
        }
        if (asked.answer == null) {
            return Optional.empty();
        }
        token = asked.answer.token();
        journal.raiseToken(token);
        return Optional.of(asked.answer.differing());
    }

    /** One of both is there. */
    private record Asked(
            @Nullable OpenAnswer answer, @Nullable SyncException refusal) {}

    private RunNote fresh(Optional<RunId> continues) throws SyncException {
        RunNote note = new RunNote(runIds.get(), clock.instant(), false, continues);
        journal.noteRun(note);
        return note;
    }

    private OpenRequest request(RunNote note, long scanSeq) throws SyncException {
        return new OpenRequest(
                note.run(),
                job,
                scanSeq,
                note.startedOffline(),
                note.continues(),
                journal.highestToken(),
                claims(journal.summaries()),
                seals.digest());
    }

    private Asked ask(OpenRequest request) throws SyncException {
        Asked asked = askServer(request);
        if (asked.answer == null) {
            return asked;
        }
        if (asked.answer.token().epoch() > request.highestToken().epoch()) {
            seals.doubt();
        }
        Set<FolderName> claimed = new HashSet<>();
        request.folders().forEach(claim -> claimed.add(claim.folder()));
        return new Asked(seals.learn(asked.answer, claimed), null);
    }

    private Asked askServer(OpenRequest request) {
        try {
            OpenAnswer answer = coordinator.open(request);
            if (answer.token().compareTo(request.highestToken()) < 0) {
                String lower = "The server gave token " + answer.token() + " after " + request.highestToken();
                return new Asked(null, SyncException.passing(ErrorCode.TOKEN_REGRESSED, lower));
            }
            return new Asked(answer, null);
        } catch (SyncException e) {
            return new Asked(null, e);
        }
    }

    private List<FolderClaim> claims(Map<FolderName, SetSummary> summaries) {
        return summaries.entrySet().stream()
                .filter(entry -> seals.isClaimed(entry.getKey()))
                .map(entry -> new FolderClaim(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The run's id, once opened. */
    RunId run() {
        if (run == null) {
            throw new IllegalStateException("No run is open");
        }
        return run;
    }

    /** The token, while the server listens. */
    Optional<FencingToken> token() {
        return Optional.ofNullable(token);
    }

    /** Whether the server was told nothing of late because it did not answer, and may be asked again. */
    private boolean mayTry() {
        return token != null && !clock.instant().isBefore(retryAt);
    }

    /**
     * Sends what the journal has queued, if the server listens.
     *
     * @return whether nothing is left to be reported
     * @throws SyncException only what the journal throws
     */
    boolean report() throws SyncException {
        if (token == null) {
            reopen();
        }
        while (mayTry()) {
            List<QueuedReport> queued = journal.unreported(ProgressRequest.REPORTS_MAX);
            if (queued.isEmpty()) {
                return true;
            }
            if (!send(queued.stream().map(QueuedReport::report).toList())) {
                return false;
            }
            journal.acknowledge(queued.get(queued.size() - 1).number());
        }
        return false;
    }

    /** Sends reports that are not queued, if the server listens; says whether it has them. */
    boolean send(List<Report> reports) {
        FencingToken shown = token;
        if (shown == null || !mayTry()) {
            return false;
        }
        try {
            coordinator.progress(run(), shown, new ProgressRequest(reports));
            return true;
        } catch (SyncException e) {
            interrupted(e);
            return false;
        }
    }

    /**
     * Ends the run at the server; when that cannot be done now, the run stays noted and the next cycle resumes it.
     *
     * @return the answer when the run is ended
     * @throws SyncException only what the journal throws
     */
    Optional<CompleteAnswer> complete(CompleteRequest request) throws SyncException {
        FencingToken shown = token;
        if (shown == null) {
            return Optional.empty();
        }
        retryAt = Instant.MIN;
        if (!report()) {
            return Optional.empty();
        }
        CompleteAnswer answer;
        try {
            answer = coordinator.complete(run(), shown, request);
        } catch (SyncException e) {
            interrupted(e);
            return Optional.empty();
        }
        journal.endRun(run());
        return Optional.of(answer);
    }

    /** A failure in the middle: what may pass is tried again later in this cycle, anything else ends the conversation. */
    void interrupted(SyncException why) {
        listener.offline(why);
        retryAt = clock.instant().plus(RETRY_PAUSE);
        if (!why.retryable()) {
            token = null;
        }
    }
}

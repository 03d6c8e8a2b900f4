package io.datasync.core.coordinator;

import io.datasync.core.coordinator.sealing.CertifyRule;
import io.datasync.core.coordinator.sealing.DraftRule;
import io.datasync.core.coordinator.sealing.SealOffers;
import io.datasync.core.coordinator.sealing.SealingParts;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.StateIndex;
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
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The server's rules of the conversation over a state index (ADR 0003).
 *
 * <p>One object per process: it remembers of which jobs the epoch was raised since the process started (D-20). Any number of processes
 * may share one index. Thread-safe; blocks. Transactions are short and begin and end in here: never call it inside one (I-9).
 */
public final class CoordinatorRules {
    /** What somebody may ask about later; faults of a message, or of the database, say nothing about a run. */
    private static final Set<ErrorCode> REFUSALS = EnumSet.of(
            ErrorCode.JOB_UNKNOWN,
            ErrorCode.JOB_DISABLED,
            ErrorCode.JOB_BUSY,
            ErrorCode.RUN_UNKNOWN,
            ErrorCode.RUN_CLOSED,
            ErrorCode.STALE_TOKEN,
            ErrorCode.BALANCE_BROKEN);

    /** A certificate that is not good may be a fault of a disk, or somebody's work. */
    private static final Set<ErrorCode> CERTIFICATE_REFUSALS =
            EnumSet.of(ErrorCode.CERTIFICATE_MALFORMED, ErrorCode.CERTIFICATE_TAMPERED, ErrorCode.CERTIFICATE_FOREIGN);

    private final StateIndex index;
    private final AuditPort audit;
    private final CoordinatorSettings settings;
    private final OpenRule open;
    private final CompareRule compare;
    private final ProgressRule progress;
    private final CompleteRule complete;
    private final DraftRule draft;
    private final CertifyRule certify;

    /**
     * The rules over these.
     *
     * @param sealing where certificates are published, who signs them, and the clock that says how long ago something came into a
     *     folder; leases go by the index's own time (D-25)
     */
    public CoordinatorRules(
            StateIndex index, EpochLedger epochs, AuditPort audit, SealingParts sealing, CoordinatorSettings settings) {
        this.index = index;
        this.audit = audit;
        this.settings = settings;
        open = new OpenRule(index, epochs, audit, settings);
        compare = new CompareRule(index, settings);
        SealOffers offers = new SealOffers(settings.seal());
        progress = new ProgressRule(index, audit, sealing.clock(), settings);
        complete = new CompleteRule(index, audit, sealing.clock(), offers);
        draft = new DraftRule(index, offers, sealing);
        certify = new CertifyRule(index, offers, sealing);
    }

    /** The server as this runner sees it. Who calls has made sure that it is this runner. Cheap; made anew for each request. */
    public Coordinator forRunner(RunnerId runner) {
        return new ForRunner(runner);
    }

    /**
     * Renews the leases of those runs that are the runner's and alive, as its heartbeat names them (D-23). Repeating is safe.
     *
     * @return how many were renewed
     * @throws SyncException {@code INDEX_UNAVAILABLE}
     */
    public int renew(RunnerId runner, Collection<RunId> runs) throws SyncException {
        return runs.isEmpty() ? 0 : index.transact(tx -> tx.renewLeases(runner, runs, settings.lease()));
    }

    private interface Call<T> {
        T call() throws SyncException;
    }

    private final class ForRunner implements Coordinator {
        private final RunnerId runner;

        ForRunner(RunnerId runner) {
            this.runner = runner;
        }

        @Override
        public OpenAnswer open(OpenRequest request) throws SyncException {
            return audited(
                    AuditPort.Action.OPEN_REFUSED,
                    Optional.of(request.job()),
                    request.run(),
                    () -> open.open(runner, request));
        }

        @Override
        public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
                throws SyncException {
            audited(AuditPort.Action.MESSAGE_REFUSED, Optional.empty(), run, () -> {
                compare.compare(runner, run, token, scanSeq, lines, answers);
                return run;
            });
        }

        @Override
        public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
            return audited(
                    AuditPort.Action.MESSAGE_REFUSED,
                    Optional.empty(),
                    run,
                    () -> progress.progress(runner, run, token, request));
        }

        @Override
        public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
            return audited(
                    AuditPort.Action.MESSAGE_REFUSED,
                    Optional.empty(),
                    run,
                    () -> complete.complete(runner, run, token, request));
        }

        @Override
        public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
            draft.draft(runner, job, folder, visitor);
        }

        @Override
        public CertifyAnswer certify(CertifyRequest request) throws SyncException {
            try {
                CertifyRule.Sealed sealed = certify.certify(runner, request);
                sealed.deed().ifPresent(deed -> audit.audit(AuditPort.Event.of(deed)));
                return sealed.answer();
            } catch (SyncException e) {
                if (CERTIFICATE_REFUSALS.contains(e.code())) {
                    audit.audit(new AuditPort.Event(
                            AuditPort.Action.CERTIFICATE_REFUSED,
                            runner,
                            Optional.of(request.job()),
                            Optional.empty(),
                            Optional.of(e.code()),
                            e.getMessage()));
                }
                throw e;
            }
        }

        private <T> T audited(AuditPort.Action action, Optional<JobId> job, RunId run, Call<T> call)
                throws SyncException {
            try {
                return call.call();
            } catch (SyncException e) {
                if (REFUSALS.contains(e.code())) {
                    audit.audit(new AuditPort.Event(
                            action, runner, job, Optional.of(run), Optional.of(e.code()), e.getMessage()));
                }
                throw e;
            }
        }
    }
}

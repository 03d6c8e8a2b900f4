package io.datasync.core.coordinator;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.LeaseDecision;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.FolderClaim;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.seal.SealedSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** How a run begins: the lease, the token, and which folders differ. Thread-safe. */
final class OpenRule {
    /** No honest server comes this far; beyond it, adding one would some day not fit the token's text. */
    private static final long EPOCH_MAX = 1_000_000_000_000_000L;

    /** How often nodes that raise the epoch of one job at the same time may get in each other's way. */
    private static final int ROUNDS_MAX = 5;

    private final StateIndex index;
    private final EpochLedger epochs;
    private final AuditPort audit;
    private final CoordinatorSettings settings;

    /** Jobs whose epoch was raised since this process started: the others may have forgotten tokens (D-20). */
    private final Set<JobId> raised = ConcurrentHashMap.newKeySet();

    OpenRule(StateIndex index, EpochLedger epochs, AuditPort audit, CoordinatorSettings settings) {
        this.index = index;
        this.epochs = epochs;
        this.audit = audit;
        this.settings = settings;
    }

    /** What one transaction came to. */
    private sealed interface Outcome {
        record Opened(OpenAnswer answer, List<DeedRow> deeds) implements Outcome {}

        /** The run that asks was closed here and now; that stays although the request is refused. */
        record Orphaned(RunRow run, DeedRow deed) implements Outcome {}

        /** No token can be given before the share knows an epoch above this one. */
        record EpochNeeded(String archiveUrl, long above) implements Outcome {}
    }

    OpenAnswer open(RunnerId runner, OpenRequest request) throws SyncException {
        Map<FolderName, SetSummary> claims = claims(request);
        OptionalLong epoch = OptionalLong.empty();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            OptionalLong given = epoch;
            Outcome outcome = index.transact(tx -> new Attempt(tx, request, claims, given).by(runner));
            if (outcome instanceof Outcome.EpochNeeded needed) {
                epoch = OptionalLong.of(raise(needed));
            } else if (outcome instanceof Outcome.Orphaned orphaned) {
                audit.audit(AuditPort.Event.of(orphaned.deed()));
                throw RunGate.closed(orphaned.run());
            } else if (outcome instanceof Outcome.Opened opened) {
                opened.deeds().forEach(deed -> audit.audit(AuditPort.Event.of(deed)));
                if (epoch.isPresent()) {
                    raised.add(request.job());
                }
                return opened.answer();
            }
        }
        throw SyncException.passing(
                ErrorCode.JOB_BUSY, "The epoch of job " + request.job() + " is being raised by other nodes");
    }

    private static Map<FolderName, SetSummary> claims(OpenRequest request) throws SyncException {
        if (request.folders().size() > OpenRequest.FOLDERS_MAX) {
            throw SyncException.permanent(
                    ErrorCode.MESSAGE_TOO_LARGE, "More than " + OpenRequest.FOLDERS_MAX + " folders");
        }
        if (request.highestToken().epoch() > EPOCH_MAX || !EntryRules.isScanSeq(request.scanSeq())) {
            throw SyncException.permanent(
                    ErrorCode.MESSAGE_MALFORMED,
                    "Not possible: token " + request.highestToken() + ", scan " + request.scanSeq());
        }
        Map<FolderName, SetSummary> claims = new TreeMap<>();
        for (FolderClaim claim : request.folders()) {
            if (claims.put(claim.folder(), claim.atSource()) != null) {
                throw SyncException.permanent(
                        ErrorCode.MESSAGE_MALFORMED, "A folder is claimed twice: " + claim.folder());
            }
        }
        return claims;
    }

    /** Raises the epoch on the share first, outside any transaction: a token must never be lower than what the share tells others. */
    private long raise(Outcome.EpochNeeded needed) throws SyncException {
        long epoch = Math.max(needed.above(), epochs.read(needed.archiveUrl())) + 1;
        epochs.raise(needed.archiveUrl(), epoch);
        return epoch;
    }

    /** The part of opening that one transaction decides and does. */
    private final class Attempt {
        private final IndexTransaction tx;
        private final OpenRequest request;
        private final Map<FolderName, SetSummary> claims;
        private final OptionalLong epoch;

        /** One attempt, with the epoch that was raised for it. */
        Attempt(IndexTransaction tx, OpenRequest request, Map<FolderName, SetSummary> claims, OptionalLong epoch) {
            this.tx = tx;
            this.request = request;
            this.claims = claims;
            this.epoch = epoch;
        }

        Outcome by(RunnerId runner) throws SyncException {
            JobRow job = tx.lockJob(request.job())
                    .filter(row -> row.runner().equals(runner))
                    .orElseThrow(() -> SyncException.permanent(
                            ErrorCode.JOB_UNKNOWN, "There is no job " + request.job() + " of this runner"));
            Instant now = tx.now();
            Optional<RunRow> asked = tx.run(request.run());
            if (asked.isPresent() && !asked.get().job().equals(job.job())) {
                throw SyncException.permanent(
                        ErrorCode.RUN_UNKNOWN, "The run " + request.run() + " is not one of job " + job.job());
            }
            Optional<RunRow> holder =
                    job.liveRun().isPresent() ? tx.run(job.liveRun().get()) : Optional.empty();
            LeaseDecision decision = LeaseDecision.decide(
                    request.run(),
                    asked.map(RunRow::state),
                    request.continues(),
                    holder.map(RunRow::asLease),
                    now,
                    settings.silence());
            return carryOut(decision, job, asked, holder, now);
        }

        private Outcome carryOut(
                LeaseDecision decision, JobRow job, Optional<RunRow> asked, Optional<RunRow> holder, Instant now)
                throws SyncException {
            if (decision instanceof LeaseDecision.Fresh) {
                return begin(job, Optional.empty(), now);
            }
            if (decision instanceof LeaseDecision.TakeOver) {
                return begin(job, holder, now);
            }
            if (decision instanceof LeaseDecision.Busy busy) {
                throw SyncException.passing(
                        ErrorCode.JOB_BUSY,
                        "Run " + busy.holder() + " holds job " + job.job() + " until " + busy.until());
            }
            RunRow run = asked.orElseThrow(() -> new IllegalStateException(decision + " without a run"));
            if (decision instanceof LeaseDecision.Closed) {
                throw RunGate.closed(run);
            }
            // An agent that saw a higher token would refuse the one that the run has (D-20).
            boolean outrun = request.highestToken().compareTo(run.token()) > 0;
            return decision instanceof LeaseDecision.CloseSilent || outrun
                    ? orphan(job, run, now)
                    : resume(job, run, now);
        }

        private Outcome resume(JobRow job, RunRow run, Instant now) throws SyncException {
            tx.updateRun(run.heard(run.state(), now, settings.lease()));
            return new Outcome.Opened(answer(job, run.token()), List.of());
        }

        private Outcome orphan(JobRow job, RunRow run, Instant now) throws SyncException {
            RunRow closed = run.ended(RunState.ORPHANED, now, Optional.empty(), Optional.empty());
            tx.updateRun(closed);
            tx.updateJob(job.job(), job.token(), Optional.empty());
            return new Outcome.Orphaned(closed, orphaned(job, run));
        }

        private DeedRow orphaned(JobRow job, RunRow orphan) throws SyncException {
            return done(DeedRow.Deed.RUN_ORPHANED, job, orphan.run(), "Closed when run " + request.run() + " asked");
        }

        private DeedRow done(DeedRow.Deed deed, JobRow job, RunId run, String detail) throws SyncException {
            DeedRow row = new DeedRow(deed, job.runner(), job.job(), Optional.of(run), detail);
            tx.insertDeed(row);
            return row;
        }

        private Outcome begin(JobRow job, Optional<RunRow> overtaken, Instant now) throws SyncException {
            if (!job.enabled()) {
                throw SyncException.permanent(ErrorCode.JOB_DISABLED, "The job " + job.job() + " is switched off");
            }
            if (needsEpoch(job)) {
                long above =
                        Math.max(job.token().epoch(), request.highestToken().epoch());
                return new Outcome.EpochNeeded(job.archiveUrl(), above);
            }
            List<DeedRow> deeds = new ArrayList<>();
            if (epoch.isPresent()) {
                deeds.add(done(DeedRow.Deed.EPOCH_RAISED, job, request.run(), "Epoch " + epoch.getAsLong()));
            }
            if (overtaken.isPresent()) {
                tx.updateRun(overtaken.get().ended(RunState.ORPHANED, now, Optional.empty(), Optional.empty()));
                deeds.add(orphaned(job, overtaken.get()));
            }
            FencingToken token = new FencingToken(
                    epoch.orElse(job.token().epoch()), job.token().counter() + 1);
            tx.insertRun(new RunRow(
                    request.run(),
                    job.job(),
                    RunState.OPEN,
                    token,
                    request.startedOffline(),
                    request.continues(),
                    now,
                    now,
                    now.plus(settings.lease()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
            tx.updateJob(job.job(), token, Optional.of(request.run()));
            return new Outcome.Opened(answer(job, token), deeds);
        }

        private boolean needsEpoch(JobRow job) {
            if (epoch.isPresent()) {
                // Another node was faster, and the share may now hold our lower one.
                return epoch.getAsLong() < job.token().epoch();
            }
            return !raised.contains(job.job()) || request.highestToken().compareTo(job.token()) > 0;
        }

        private OpenAnswer answer(JobRow row, FencingToken token) throws SyncException {
            JobId job = row.job();
            long scanSeq = Math.max(row.scanSeq(), request.scanSeq());
            tx.raiseScanSeq(job, scanSeq);
            TreeSet<FolderName> differing = new TreeSet<>();
            claims.forEach((folder, claim) -> {
                if (!claim.equals(SetSummary.EMPTY)) {
                    differing.add(folder);
                }
            });
            List<FolderName> sealed = new ArrayList<>();
            for (FolderRow folder : tx.folders(job)) {
                if (folder.sealed()) {
                    sealed.add(folder.name());
                }
                // A sealed folder that is not claimed was not listed. An agent that forgot it sees that from the list
                // of sealed ones.
                boolean equal = claims.containsKey(folder.name())
                        ? claims.get(folder.name()).equals(folder.atSource())
                        : folder.sealed() || folder.atSource().equals(SetSummary.EMPTY);
                if (equal) {
                    differing.remove(folder.name());
                } else {
                    differing.add(folder.name());
                }
            }
            sealed.sort(null);
            Optional<List<FolderName>> told =
                    SealedSet.digest(sealed).equals(request.sealed()) ? Optional.empty() : Optional.of(sealed);
            return new OpenAnswer(token, settings.lease(), scanSeq, told, List.copyOf(differing));
        }
    }
}

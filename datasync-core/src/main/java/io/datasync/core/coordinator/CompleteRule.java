package io.datasync.core.coordinator;

import io.datasync.core.balance.Balance;
import io.datasync.core.coordinator.sealing.SealOffers;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.seal.FolderListings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** How a run ends: with a balance that holds, once (I-5, I-6). Thread-safe. */
final class CompleteRule {
    private final StateIndex index;
    private final AuditPort audit;
    private final InstantSource clock;
    private final SealOffers offers;

    CompleteRule(StateIndex index, AuditPort audit, InstantSource clock, SealOffers offers) {
        this.index = index;
        this.audit = audit;
        this.clock = clock;
        this.offers = offers;
    }

    /** What one transaction did. */
    private record Ended(CompleteAnswer answer, List<DeedRow> deeds) {}

    CompleteAnswer complete(RunnerId runner, RunId run, FencingToken token, CompleteRequest request)
            throws SyncException {
        Balance said = request.balance();
        Balance.check(said.seen(), said.verified(), said.inFlight(), said.excluded(), said.failed(), said.lost());
        FolderListings listings = request.listings();
        if (listings.folders().size() > FolderListings.MAX
                || listings.unsettled().size() > FolderListings.MAX) {
            throw SyncException.permanent(ErrorCode.MESSAGE_TOO_LARGE, "More than " + FolderListings.MAX + " listings");
        }
        Ended ended = index.transact(tx -> complete(tx, runner, run, token, request));
        ended.deeds().forEach(deed -> audit.audit(AuditPort.Event.of(deed)));
        return ended.answer();
    }

    private Ended complete(IndexTransaction tx, RunnerId runner, RunId run, FencingToken token, CompleteRequest request)
            throws SyncException {
        RunGate.Held found = RunGate.hold(tx, runner, run);
        RunRow ended = found.run();
        boolean repeat = ended.token().equals(token)
                && ended.result().isPresent()
                && ended.result().get().equals(request.result());
        if (!ended.state().alive() && repeat) {
            return new Ended(offers.answer(tx, found.job(), request, ended.state(), clock.instant()), List.of());
        }
        RunGate.Held held = RunGate.enter(tx, runner, run, token);
        RunState state = stateOf(request);
        tx.updateRun(held.run().ended(state, tx.now(), Optional.of(request.result()), request.failure()));
        tx.updateJob(held.job().job(), token, Optional.empty());
        if (request.failure().isEmpty()) {
            tx.cycleEnded(runner, held.job().job(), tx.now());
        }
        List<DeedRow> deeds = massChange(tx, runner, held.job().job(), run, request);
        return new Ended(offers.answer(tx, held.job(), request, state, clock.instant()), deeds);
    }

    /** D-12: an alert lives while the job's runs end with a mass change; one that failed says nothing when it tells of none. */
    private static List<DeedRow> massChange(
            IndexTransaction tx, RunnerId runner, JobId job, RunId run, CompleteRequest request) throws SyncException {
        if (!request.massChange()) {
            if (request.failure().isEmpty()) {
                tx.resolveAlert(job, AlertRow.Kind.MASS_CHANGE);
            }
            return List.of();
        }
        String summary = "Too many archived files of job " + job + " changed at once: " + request.held()
                + " are held, and " + request.renamed() + " were renamed. New files are archived.";
        var files = new AlertRow.Files(request.held() + request.renamed(), Optional.empty());
        boolean isNew = tx.raiseAlert(new AlertRow(AlertRow.Kind.MASS_CHANGE, runner, job, files, summary));
        if (!isNew) {
            return List.of();
        }
        DeedRow deed = new DeedRow(DeedRow.Deed.MASS_CHANGE_HELD, runner, job, Optional.of(run), summary);
        tx.insertDeed(deed);
        return List.of(deed);
    }

    /** The terminal state that a result stands for. */
    static RunState stateOf(CompleteRequest request) {
        if (request.failure().isPresent()) {
            return RunState.FAILED;
        }
        boolean whole = request.balance().isSuccess() && request.incompleteFolders() == 0;
        return whole ? RunState.SUCCESS : RunState.PARTIAL;
    }
}

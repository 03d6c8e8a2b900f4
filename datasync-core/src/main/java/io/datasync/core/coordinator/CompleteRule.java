package io.datasync.core.coordinator;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.RunRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import java.util.Optional;

/** How a run ends: with a balance that holds, once (I-5, I-6). Thread-safe. */
final class CompleteRule {
    private final StateIndex index;

    CompleteRule(StateIndex index) {
        this.index = index;
    }

    CompleteAnswer complete(RunnerId runner, RunId run, FencingToken token, CompleteRequest request)
            throws SyncException {
        Balance said = request.balance();
        Balance.check(said.seen(), said.verified(), said.inFlight(), said.excluded(), said.failed(), said.lost());
        return index.transact(tx -> complete(tx, runner, run, token, request));
    }

    private static CompleteAnswer complete(
            IndexTransaction tx, RunnerId runner, RunId run, FencingToken token, CompleteRequest request)
            throws SyncException {
        RunRow ended = RunGate.hold(tx, runner, run).run();
        boolean repeat = ended.token().equals(token)
                && ended.result().isPresent()
                && ended.result().get().equals(request);
        if (!ended.state().alive() && repeat) {
            return new CompleteAnswer(ended.state());
        }
        RunGate.Held held = RunGate.enter(tx, runner, run, token);
        RunState state = stateOf(request);
        tx.updateRun(held.run().ended(state, tx.now(), Optional.of(request), request.failure()));
        tx.updateJob(held.job().job(), token, Optional.empty());
        if (request.failure().isEmpty()) {
            tx.cycleEnded(runner, held.job().job(), tx.now());
        }
        return new CompleteAnswer(state);
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

package io.datasync.testkit.index.fault;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.IndexWork;
import io.datasync.core.index.StateIndex;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.fault.FaultPoint;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.Verdict;

/**
 * An index whose database cannot be reached, loses the answer to a commit, or runs work again from its start; and a server that dies before
 * or after a commit. Each transaction is one call, {@link #TRANSACT}.
 *
 * <p>Faults are asked before the transaction begins, so that they may wait without holding a lock. As thread-safe as its parts.
 */
public final class FaultyStateIndex implements StateIndex {
    /** What faults know a transaction by. */
    public static final String TRANSACT = "transact";

    private final StateIndex delegate;
    private final FaultPoint point;

    /** An index to which these faults happen, in this process. */
    public FaultyStateIndex(StateIndex delegate, Faults faults, ProcessLife life) {
        this.delegate = delegate;
        point = new FaultPoint(Part.INDEX, faults, life);
    }

    @Override
    public <T> T transact(IndexWork<T> work) throws SyncException {
        Call call = point.named(TRANSACT, true);
        return point.call(call, () -> delegate.transact(work), result -> {}, verdict -> {
            if (!(verdict instanceof Verdict.Twice)) {
                throw new IllegalArgumentException("An index cannot do this to " + call + ": " + verdict);
            }
            rollBack(work);
            return delegate.transact(work);
        });
    }

    /** As a database does it to the victim of a deadlock. */
    private <T> void rollBack(IndexWork<T> work) throws SyncException {
        Victim victim = new Victim();
        try {
            delegate.transact(transaction -> {
                work.run(transaction);
                throw victim;
            });
        } catch (Victim rolledBack) {
            if (rolledBack != victim) {
                throw rolledBack;
            }
        }
    }

    private static final class Victim extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Victim() {
            super("Chosen by the test as the victim of a deadlock");
        }
    }
}

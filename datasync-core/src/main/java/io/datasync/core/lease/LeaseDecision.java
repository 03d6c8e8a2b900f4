package io.datasync.core.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What becomes of a request to open a run of a job: one live run per job (RUN-3, D-23). Pure. */
public sealed interface LeaseDecision {
    /** No run is alive: a new one is opened. */
    record Fresh() implements LeaseDecision {}

    /** The run is the one that is alive, with or without its lease: it goes on under its token. */
    record Resume() implements LeaseDecision {}

    /** The run that is alive has lost its lease, or is continued by the one that asks: it is orphaned, and a new one is opened. */
    record TakeOver(RunId orphan) implements LeaseDecision {}

    /** The run that asks is alive but was silent for too long: it is orphaned, and its facts go into a new run. */
    record CloseSilent() implements LeaseDecision {}

    /** The run that asks has ended (RUN-1). */
    record Closed() implements LeaseDecision {}

    /** Another run holds its lease. */
    record Busy(RunId holder, Instant until) implements LeaseDecision {}

    /**
     * Decides.
     *
     * @param asked the run that asks
     * @param askedState its state in the index, if it is there
     * @param continues the run whose facts it goes on reporting
     * @param holder the run that the job names as its live one
     * @param now the index's time (D-25)
     * @param silenceMax after which a run is orphaned
     */
    static LeaseDecision decide(
            RunId asked,
            Optional<RunState> askedState,
            Optional<RunId> continues,
            Optional<Lease> holder,
            Instant now,
            Duration silenceMax) {
        if (askedState.isPresent() && !askedState.get().alive()) {
            return new Closed();
        }
        if (holder.isEmpty() || !holder.get().state().alive()) {
            // A run that is alive and holds nothing was overtaken.
            return askedState.isPresent() ? new Closed() : new Fresh();
        }
        Lease lease = holder.get();
        if (lease.run().equals(asked)) {
            return lease.silent(now, silenceMax) ? new CloseSilent() : new Resume();
        }
        if (askedState.isPresent()) {
            return new Closed();
        }
        boolean continued = continues.isPresent() && continues.get().equals(lease.run());
        return continued || !lease.holds(now) ? new TakeOver(lease.run()) : new Busy(lease.run(), lease.until());
    }
}

package io.datasync.core.coordinator.guard;

import io.datasync.core.drain.Admission;
import io.datasync.core.drain.Admission.PutOff;
import io.datasync.core.drain.Admission.Request;
import io.datasync.core.drain.AdmissionRule;
import io.datasync.core.drain.Dependency;
import io.datasync.core.drain.Drain;
import io.datasync.core.drain.DrainOrder;
import io.datasync.core.drain.DrainReason;
import io.datasync.core.drain.LeaseStorm;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.StateIndex;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * Lets new runs in or puts them off, as one process sees it: what it was ordered, how its dependencies do, and how many runs it let in that
 * live (RUN-9, RUN-7). A process that starts knows of no reason to drain and of no living run; runs that the index has are never put off.
 *
 * <p>Thread-safe; blocks only where it says so.
 */
public final class Admissions {
    /** For as long as an answer to an open may take, the run counts as living. */
    private static final Duration OPENING = Duration.ofMinutes(1);

    private final AdmissionRule rule;
    private final StateIndex index;
    private final InstantSource clock;
    private final LivingRuns runs = new LivingRuns();
    private Drain drain = Drain.NONE;
    private LeaseStorm storm = LeaseStorm.NONE;

    /** Admissions over an index, which tells the runs that were let in elsewhere or before. */
    public Admissions(AdmissionRule rule, StateIndex index, InstantSource clock) {
        this.rule = rule;
        this.index = index;
        this.clock = clock;
    }

    /** Drains by a person's order, until it is lifted or over; a new order takes the place of the one before. */
    public synchronized void order(DrainOrder order) {
        drain = drain.ordered(order);
    }

    /** Takes the order back. Repeating it changes nothing. */
    public synchronized void lift() {
        drain = drain.lifted();
    }

    /** Notes whether a dependency works, as often as somebody looks. */
    public synchronized void looked(Dependency dependency, boolean works) {
        drain = drain.looked(dependency, works, clock.instant(), rule.drain());
    }

    /** Why it drains now; empty when it does not. */
    public synchronized List<DrainReason> reasons() {
        return drain.reasons(clock.instant(), rule.drain());
    }

    /** What is known of expired leases, now; whoever sees {@link LeaseStorm#since} appear alerts once. */
    public synchronized LeaseStorm storm() {
        expire(clock.instant());
        return storm;
    }

    /** How many runs live that this process let in. */
    public synchronized int living() {
        expire(clock.instant());
        return runs.count();
    }

    /** The leases of runs that a heartbeat names are renewed (D-23). */
    public synchronized void heard(Collection<RunId> named) {
        Instant now = clock.instant();
        expire(now);
        named.forEach(run -> runs.heard(run, now));
    }

    /**
     * Lets a run in. Asks the index about one that would be put off, and blocks while it does.
     *
     * @return whether it counts as living from now on, and did not before: who asked takes that back when it was not opened
     * @throws SyncException {@code RUN_PUT_OFF} (retryable, with a time to wait)
     */
    boolean admit(RunnerId runner, RunId run) throws SyncException {
        Decided decided = decide(runner, run);
        if (decided.admission() instanceof PutOff putOff && !known(run)) {
            throw SyncException.passing(ErrorCode.RUN_PUT_OFF, putOff.why(), putOff.retryAfter());
        }
        return decided.counted();
    }

    private record Decided(Admission admission, boolean counted) {}

    private synchronized Decided decide(RunnerId runner, RunId run) {
        Instant now = clock.instant();
        expire(now);
        boolean lives = runs.has(run);
        Admission admission =
                rule.decide(lives ? Request.LIVING_RUN : Request.NEW_RUN, runner, drain, storm, runs.count(), now);
        boolean counted = admission instanceof Admission.Admitted && !lives;
        if (counted) {
            runs.heard(run, OPENING, now);
        }
        return new Decided(admission, counted);
    }

    /** Whether the index has the run; one that cannot be asked knows none that could go on. */
    private boolean known(RunId run) throws SyncException {
        try {
            return index.transact(tx -> tx.run(run)).isPresent();
        } catch (SyncException e) {
            if (e.code() == ErrorCode.INDEX_UNAVAILABLE) {
                return false;
            }
            throw e;
        }
    }

    synchronized void opened(RunId run, Duration lease) {
        runs.heard(run, lease, clock.instant());
    }

    synchronized void ended(RunId run) {
        runs.ended(run);
    }

    private void expire(Instant now) {
        int before = runs.count();
        storm = storm.looked(runs.expire(now), before, now, rule.storm());
    }
}

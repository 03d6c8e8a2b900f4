package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.drain.DrainOrder;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.testkit.simulation.invariant.Breach;
import io.datasync.testkit.simulation.invariant.IndexView;
import io.datasync.testkit.simulation.weather.FaultCounts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who stands at the server's door: when each runner asked for a run last, and, where that is watched, that no new run begins while it drains
 * (RUN-9) and that no more live than may (RUN-7). Runs that the index has may always go on and are not counted against the next.
 */
final class Admitted {
    private final IndexView index;
    private final InstantSource clock;
    private final int livingMax;
    private final FaultCounts counts;
    private final Map<RunnerId, Instant> asked = new HashMap<>();
    private final Set<JobId> jobs = new LinkedHashSet<>();
    private Optional<DrainOrder> order = Optional.empty();
    private boolean watched;

    Admitted(IndexView index, InstantSource clock, int livingMax, FaultCounts counts) {
        this.counts = counts;
        this.index = index;
        this.clock = clock;
        this.livingMax = livingMax;
    }

    /** From now on nothing fails that could be an excuse. */
    void watch() {
        watched = true;
    }

    void drains(Optional<DrainOrder> given) {
        order = given;
    }

    /** Whether a runner has asked for a run since then, and the server was there to answer. */
    boolean hasAsked(RunnerId runner, Instant since) {
        return !asked.getOrDefault(runner, Instant.MIN).isBefore(since);
    }

    OpenAnswer open(RunnerId runner, OpenRequest request, Coordinator rules) throws SyncException {
        asked.put(runner, clock.instant());
        jobs.add(request.job());
        boolean isNew = watched && run(request.job(), request.run()).isEmpty();
        Optional<DrainOrder> drain = order.filter(given -> clock.instant().isBefore(given.until()));
        OpenAnswer answer = drain.isEmpty() ? counted(request, rules) : rules.open(request);
        if (isNew) {
            check(request.run(), drain);
        }
        return answer;
    }

    private OpenAnswer counted(OpenRequest request, Coordinator rules) throws SyncException {
        try {
            return rules.open(request);
        } catch (SyncException refused) {
            if (refused.code() == ErrorCode.RUN_PUT_OFF) {
                counts.add("put off, as many live as may");
            }
            throw refused;
        }
    }

    private void check(RunId run, Optional<DrainOrder> drain) {
        Instant now = clock.instant();
        if (drain.isPresent()) {
            throw new Breach("RUN-9", "a new run began while the server drains: " + run + " " + drain.get());
        }
        long living = 0;
        for (JobId job : jobs) {
            living +=
                    index.runs(job).stream().filter(row -> holdsLease(row, now)).count();
        }
        if (living > livingMax) {
            throw new Breach("RUN-7", living + " runs live, and " + livingMax + " may: " + run + " is new");
        }
    }

    /** Whether a run is alive and has its lease. */
    boolean holdsLease(JobId job, RunId run) {
        Instant now = clock.instant();
        return run(job, run).filter(row -> holdsLease(row, now)).isPresent();
    }

    private Optional<RunRow> run(JobId job, RunId run) {
        return index.runs(job).stream().filter(row -> row.run().equals(run)).findFirst();
    }

    private static boolean holdsLease(RunRow row, Instant now) {
        return row.state().alive() && now.isBefore(row.leaseUntil());
    }
}

package io.datasync.testkit.simulation.world;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.testkit.simulation.invariant.Invariants;
import io.datasync.testkit.simulation.schedule.Scheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which message each activity is having served, so that what a transaction changed can be held against the token that came with it. */
final class Messages {
    private final Scheduler scheduler;
    private final Invariants invariants;
    private final Map<String, FencingToken> shown = new HashMap<>();

    Messages(Scheduler scheduler, Invariants invariants) {
        this.scheduler = scheduler;
        this.invariants = invariants;
    }

    void begin(Optional<FencingToken> token) {
        token.ifPresent(it -> shown.put(scheduler.running(), it));
    }

    void end() {
        shown.remove(scheduler.running());
    }

    /** A message that changes the index was accepted. */
    void accepted(RunId run, FencingToken token) {
        invariants.checkAccepted(run, token);
    }

    /** The token of the message that is being served by the activity that runs. */
    Optional<FencingToken> shown() {
        return Optional.ofNullable(shown.get(scheduler.running()));
    }
}

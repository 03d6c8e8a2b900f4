package io.datasync.core.coordinator.guard;

import io.datasync.core.lease.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** The runs that this process let in and that are alive, with their leases. As many as live. For one thread at a time. */
final class LivingRuns {
    /** A run that lives for as long as its lease. */
    private record Living(Duration lease, Instant until) {}

    private final Map<RunId, Living> runs =
            new TreeMap<>((one, other) -> one.text().compareTo(other.text()));

    boolean has(RunId run) {
        return runs.containsKey(run);
    }

    int count() {
        return runs.size();
    }

    void heard(RunId run, Duration lease, Instant now) {
        runs.put(run, new Living(lease, now.plus(lease)));
    }

    /** Renews the lease that it has; one that is not known stays so. */
    void heard(RunId run, Instant now) {
        runs.computeIfPresent(run, (same, living) -> new Living(living.lease(), now.plus(living.lease())));
    }

    void ended(RunId run) {
        runs.remove(run);
    }

    /** Forgets those whose leases expired, and says how many these were. */
    int expire(Instant now) {
        int expired = 0;
        for (Iterator<Living> all = runs.values().iterator(); all.hasNext(); ) {
            if (!now.isBefore(all.next().until())) {
                all.remove();
                expired++;
            }
        }
        return expired;
    }
}

package io.datasync.core.drain;

import java.time.Instant;
import java.util.Optional;

/**
 * Follows one dependency, to tell a long outage from a short fault and an end from a pause (RUN-9). Immutable.
 *
 * @param failingSince when its trouble began; empty when it has none
 * @param workingSince since when it works again without a break; empty while it fails or has no trouble
 * @param outSince since when its trouble is an outage
 */
public record DependencyWatch(
        Optional<Instant> failingSince, Optional<Instant> workingSince, Optional<Instant> outSince) {
    /** All is well. */
    public static final DependencyWatch WELL =
            new DependencyWatch(Optional.empty(), Optional.empty(), Optional.empty());

    /** After it was looked at: whether it works. Any number of looks a second gives the same. */
    public DependencyWatch looked(boolean works, Instant now, DrainSettings settings) {
        DependencyWatch before = at(now, settings);
        if (before.failingSince.isEmpty()) {
            return works ? before : new DependencyWatch(Optional.of(now), Optional.empty(), Optional.empty());
        }
        Optional<Instant> working = works ? before.workingSince.or(() -> Optional.of(now)) : Optional.empty();
        return new DependencyWatch(before.failingSince, working, before.outSince).at(now, settings);
    }

    /** As time alone makes it: as long as nobody looks again, it is as it was seen last. */
    public DependencyWatch at(Instant now, DrainSettings settings) {
        if (failingSince.isEmpty()) {
            return this;
        }
        if (workingSince.isPresent()) {
            Instant over = workingSince.get().plus(outSince.isPresent() ? settings.calmAfter() : settings.steady());
            return now.isBefore(over) ? this : WELL;
        }
        Instant outage = failingSince.get().plus(settings.outageAfter());
        return outSince.isPresent() || now.isBefore(outage)
                ? this
                : new DependencyWatch(failingSince, workingSince, Optional.of(outage));
    }
}

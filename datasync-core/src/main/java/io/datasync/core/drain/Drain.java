package io.datasync.core.drain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a server drains, and why (RUN-9): by a person's order, or by itself while a dependency is out. It drains as long as there is any
 * reason, and stops by itself when there is none. Immutable.
 *
 * @param order the last order that was not lifted; it may be over
 * @param database the database
 * @param share the share
 */
public record Drain(Optional<DrainOrder> order, DependencyWatch database, DependencyWatch share) {
    /** There is no reason to. */
    public static final Drain NONE = new Drain(Optional.empty(), DependencyWatch.WELL, DependencyWatch.WELL);

    /** As a person orders it; a new order takes the place of the one before. */
    public Drain ordered(DrainOrder newOrder) {
        return new Drain(Optional.of(newOrder), database, share);
    }

    /** Without an order. It drains on while a dependency is out. Repeating it changes nothing. */
    public Drain lifted() {
        return new Drain(Optional.empty(), database, share);
    }

    /** After a dependency was looked at. */
    public Drain looked(Dependency dependency, boolean works, Instant now, DrainSettings settings) {
        return switch (dependency) {
            case DATABASE -> new Drain(order, database.looked(works, now, settings), share);
            case SHARE -> new Drain(order, database, share.looked(works, now, settings));
        };
    }

    /** Why it drains now, at most one reason of a cause; empty when it does not. */
    public List<DrainReason> reasons(Instant now, DrainSettings settings) {
        List<DrainReason> reasons = new ArrayList<>();
        order.filter(given -> now.isBefore(given.until())).map(DrainReason::of).ifPresent(reasons::add);
        outage(Dependency.DATABASE, database.at(now, settings)).ifPresent(reasons::add);
        outage(Dependency.SHARE, share.at(now, settings)).ifPresent(reasons::add);
        return List.copyOf(reasons);
    }

    private static Optional<DrainReason> outage(Dependency dependency, DependencyWatch watch) {
        return watch.outSince()
                .map(out -> DrainReason.of(dependency, watch.failingSince().orElse(out), out));
    }
}

package io.datasync.server.sync.simulation;

import io.datasync.testkit.simulation.world.IndexHome;
import io.datasync.testkit.simulation.world.IndexHomes;
import java.time.Clock;

/** Found by {@code ./datasync simulate --h2}. */
public final class H2IndexHomes implements IndexHomes {
    @Override
    public IndexHome apply(Clock clock) {
        return new H2IndexHome(clock);
    }
}

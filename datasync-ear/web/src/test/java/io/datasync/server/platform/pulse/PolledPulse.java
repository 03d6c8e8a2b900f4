package io.datasync.server.platform.pulse;

import io.datasync.server.platform.schema.ReadySchema;
import java.time.Duration;
import javax.sql.DataSource;

/** The pulse of one node over a database, whose clock stands still and which asks when it is told to. */
public final class PolledPulse {
    private long nanoTime = 1;
    private final Pulse pulse = new Pulse(() -> nanoTime);
    private final DataSource database;

    /** A node that has not asked yet. */
    public PolledPulse(DataSource database) {
        this.database = database;
    }

    /** What the node's caches rely on. */
    public Pulse pulse() {
        return pulse;
    }

    /** Lets time pass, and the timer not run. */
    public void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    /** Lets the timer run. */
    public void beat() {
        PulseTimer.beat(database, pulse, ReadySchema.now());
    }
}

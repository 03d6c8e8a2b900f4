package io.datasync.core.coordinator;

import io.datasync.core.seal.SealSettings;
import java.time.Duration;

/**
 * The figures of the rules.
 *
 * @param lease for how long a run holds its job without a message, in whole seconds (D-23)
 * @param silence after which a run is closed; longer than the lease
 * @param batch entries of one transaction of a comparison (I-11)
 * @param seal when folders are sealed (CORE-5)
 */
public record CoordinatorSettings(Duration lease, Duration silence, int batch, SealSettings seal) {
    /** A lease of 5 minutes, 30 minutes of silence, 1,000 entries. */
    public static final CoordinatorSettings DEFAULTS =
            new CoordinatorSettings(Duration.ofMinutes(5), Duration.ofMinutes(30), 1_000);

    private static final int BATCH_MAX = 10_000;

    /** With the usual rule of sealing. */
    public CoordinatorSettings(Duration lease, Duration silence, int batch) {
        this(lease, silence, batch, SealSettings.DEFAULTS);
    }

    public CoordinatorSettings {
        if (lease.toSeconds() < 1 || !lease.equals(Duration.ofSeconds(lease.toSeconds()))) {
            throw new IllegalArgumentException("A lease is whole seconds and at least one: " + lease);
        }
        if (silence.compareTo(lease) <= 0) {
            throw new IllegalArgumentException("Silence must be longer than the lease: " + silence + ", " + lease);
        }
        if (batch < 1 || batch > BATCH_MAX) {
            throw new IllegalArgumentException("A batch is 1 to " + BATCH_MAX + " entries: " + batch);
        }
    }
}

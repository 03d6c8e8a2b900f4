package io.datasync.core.cycle.seal;

import io.datasync.core.key.Signer;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.seal.SealSettings;
import java.nio.file.Path;
import java.time.ZoneId;

/**
 * What a cycle needs in order to skip and to seal date folders; a job without it lists every folder in every cycle.
 *
 * @param runner in whose name certificates are signed
 * @param zone by which days begin: the job's (D-10)
 * @param rescanDays each sealed folder is listed once within so many days
 * @param deviceKey the runner's key
 * @param scratch a folder on the local disk for certificates that do not fit in memory; made when it is needed
 * @param probes what earlier cycles of the job saw of its sealed folders
 */
public record Sealing(
        RunnerId runner, ZoneId zone, int rescanDays, Signer deviceKey, Path scratch, RememberedProbes probes) {
    /** For a cycle that remembers nothing of earlier ones. */
    public Sealing(RunnerId runner, ZoneId zone, int rescanDays, Signer deviceKey, Path scratch) {
        this(runner, zone, rescanDays, deviceKey, scratch, new RememberedProbes(System::nanoTime));
    }

    /** The same with the usual rotation. */
    public Sealing(RunnerId runner, ZoneId zone, Signer deviceKey, Path scratch) {
        this(runner, zone, SealSettings.DEFAULTS.rescanDays(), deviceKey, scratch);
    }

    public Sealing {
        if (rescanDays < 1) {
            throw new IllegalArgumentException("A rotation takes at least one day, not " + rescanDays);
        }
    }
}

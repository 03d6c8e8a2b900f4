package io.datasync.core.lease;

import java.time.Duration;
import java.time.Instant;

/**
 * What the index knows of the run that holds a job (D-23).
 *
 * @param run the run
 * @param state its state
 * @param heardAt when it was last heard, by the index's time
 * @param until until when its lease holds, by the index's time; from that moment on it is expired
 */
public record Lease(RunId run, RunState state, Instant heardAt, Instant until) {
    /** Whether it keeps other runs of the job out. */
    public boolean holds(Instant now) {
        return state.alive() && now.isBefore(until);
    }

    /** Whether it was silent for so long that it is to be closed. */
    public boolean silent(Instant now, Duration silenceMax) {
        return !now.isBefore(heardAt.plus(silenceMax));
    }
}

package io.datasync.core.pace;

import io.datasync.core.failure.SyncException;
import java.time.Duration;

/** Waits for time to pass, and ends early when the work is asked to stop. A simulation moves its clock instead. */
@FunctionalInterface
public interface Pause {
    /**
     * Waits.
     *
     * @throws SyncException {@code INTERRUPTED} as soon as the work is asked to stop
     */
    void pause(Duration duration) throws SyncException;
}

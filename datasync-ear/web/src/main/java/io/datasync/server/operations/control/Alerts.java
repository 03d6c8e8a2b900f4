package io.datasync.server.operations.control;

import io.datasync.core.failure.SyncException;
import java.util.List;

/** Takes alerts and shows them. Thread-safe. */
public interface Alerts {
    /**
     * Raises an alert in the caller's transaction, or at once without one. While one of the same code and subject lives, it is
     * counted and its summary and severity are brought up to date.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}: nothing was written
     */
    void raise(Alert alert) throws SyncException;

    /**
     * Alerts that live, the newest first.
     *
     * @param max at most so many
     * @throws SyncException {@code INDEX_UNAVAILABLE}
     */
    List<LiveAlert> live(int max) throws SyncException;

    /**
     * How many alerts live.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}
     */
    long liveCount() throws SyncException;
}

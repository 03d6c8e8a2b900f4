package io.datasync.server.operations.control;

import io.datasync.core.failure.SyncException;

/** Takes alerts; {@link AlertList} shows them. Thread-safe. */
public interface Alerts {
    /**
     * Raises an alert in the caller's transaction, or at once without one. While one of the same code and subject lives, it is
     * counted and its summary and severity are brought up to date.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}: nothing was written
     */
    void raise(Alert alert) throws SyncException;
}

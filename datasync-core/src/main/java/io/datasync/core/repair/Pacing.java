package io.datasync.core.repair;

import io.datasync.core.failure.SyncException;

/** Keeps a repair from asking more of a share than it may (CORE-7). Called before every request to the store. */
@FunctionalInterface
public interface Pacing {
    /** Asks as fast as the share answers. */
    Pacing NONE = bytes -> {};

    /**
     * Waits until the next request may be made.
     *
     * @param bytes how many bytes it is about to read; 0 for a request without content
     * @throws SyncException {@code INTERRUPTED} when the thread was asked to stop
     */
    void await(long bytes) throws SyncException;
}

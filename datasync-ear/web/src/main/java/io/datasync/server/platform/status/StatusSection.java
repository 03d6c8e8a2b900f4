package io.datasync.server.platform.status;

import io.datasync.core.failure.SyncException;

/**
 * One table of the status page. Every CDI bean of this type is shown.
 *
 * <p>It holds counts and facts only; what they mean is judged elsewhere and never said here.
 */
public interface StatusSection {
    /** Sections are shown by this, ascending. */
    int position();

    /**
     * Reads it now; blocks for a query or two.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}
     */
    StatusTable read() throws SyncException;
}

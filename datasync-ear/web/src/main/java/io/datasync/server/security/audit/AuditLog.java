package io.datasync.server.security.audit;

import io.datasync.core.failure.SyncException;

/** Keeps what was done. Rows are only ever added. Thread-safe. */
public interface AuditLog {
    /**
     * Adds a row in the caller's transaction, so that it is there exactly when the deed is (D-35); without a transaction at once.
     * Texts that are too long are cut.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}: nothing was written
     */
    void append(AuditEntry entry) throws SyncException;
}

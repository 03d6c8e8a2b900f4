package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.server.sync.sql.SqlSession;

/** Writes deeds into the audit log, whose owner is another component. */
@FunctionalInterface
public interface DeedLog {
    /**
     * Adds a row in this very transaction (D-35).
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}: the transaction can only be rolled back
     */
    void write(SqlSession session, DeedRow deed) throws SyncException;
}

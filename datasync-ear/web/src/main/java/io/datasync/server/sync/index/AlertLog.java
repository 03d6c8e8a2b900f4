package io.datasync.server.sync.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.lease.JobId;
import io.datasync.server.sync.sql.SqlSession;
import java.util.Optional;

/** Writes alerts, whose owner is another component, in the transaction of what they tell of. */
public interface AlertLog {
    /**
     * As {@link io.datasync.core.index.IndexTransaction#raiseAlert}.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}: the transaction can only be rolled back
     */
    boolean raise(SqlSession session, AlertRow alert) throws SyncException;

    /**
     * As {@link io.datasync.core.index.IndexTransaction#alertedFiles}.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}: the transaction can only be rolled back
     */
    Optional<AlertRow.Files> files(SqlSession session, JobId job, AlertRow.Kind kind) throws SyncException;

    /**
     * As {@link io.datasync.core.index.IndexTransaction#resolveAlert}.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}: the transaction can only be rolled back
     */
    void resolve(SqlSession session, JobId job, AlertRow.Kind kind) throws SyncException;
}

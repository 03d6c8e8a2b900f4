package io.datasync.core.journal;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;

/**
 * The agent's durable memory.
 *
 * <p>An implementation guarantees that what a returned call changed survives a kill of the process and a power cut, and that each call
 * takes effect whole or not at all. Thread-safe; every call blocks and may throw {@code JOURNAL_IO} (retryable) or
 * {@code JOURNAL_CORRUPT} (not), after which nothing of the call was changed.
 */
public interface Journal extends AutoCloseable {
    /** The memory of one job, made when it is not there yet. Repeating it gives the same. */
    JobJournal job(JobId job) throws SyncException;

    /** Frees what it holds. Repeating it changes nothing; never throws. */
    @Override
    void close();
}

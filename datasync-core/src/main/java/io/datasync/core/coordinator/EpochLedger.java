package io.datasync.core.coordinator;

import io.datasync.core.failure.SyncException;

/**
 * Where the highest epoch of a job's fencing token outlives the database (D-20).
 *
 * <p>Thread-safe; blocks; never called inside a transaction (I-9). Both methods may throw what the share throws; repeating is safe.
 */
public interface EpochLedger {
    /** The highest epoch that was noted for this archive; 0 when none was. */
    long read(String archiveUrl) throws SyncException;

    /** Notes an epoch, durably when it returns. One that is not higher than what is noted changes nothing. */
    void raise(String archiveUrl, long epoch) throws SyncException;
}

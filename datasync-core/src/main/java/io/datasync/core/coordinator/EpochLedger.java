package io.datasync.core.coordinator;

import io.datasync.core.failure.SyncException;

/**
 * Where the highest epoch of a job's fencing token outlives the database (D-20).
 *
 * <p>An implementation guarantees that an epoch whose {@link #raise} returned is read from then on, by every node and after a power cut,
 * and that what {@link #read} gives never falls.
 *
 * <p>Thread-safe; blocks; never called inside a transaction (I-9). Both methods throw what {@link
 * io.datasync.core.store.ArchiveStore} throws, {@code CONFIGURATION_INVALID} when no store knows the address, and {@code SHARE_IO} (not
 * retryable) when what is noted is no number: one that is guessed could be too low. After a failed {@link #raise} the epoch may or may not
 * be noted, never a lower one than before, so no token of it may be given yet. Repeating either is safe.
 */
public interface EpochLedger {
    /** The highest epoch that was noted for this archive; 0 when none was. */
    long read(String archiveUrl) throws SyncException;

    /** Notes an epoch, durably when it returns. One that is not higher than what is noted changes nothing, and so does a repeat. */
    void raise(String archiveUrl, long epoch) throws SyncException;
}

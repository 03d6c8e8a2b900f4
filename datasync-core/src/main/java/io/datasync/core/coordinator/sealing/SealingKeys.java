package io.datasync.core.coordinator.sealing;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.RunnerId;

/**
 * The keys by which certificates are signed and checked (D-9).
 *
 * <p>Thread-safe; blocks; never called inside a transaction of the index. Both methods throw {@code INDEX_UNAVAILABLE} when the keys are
 * out of reach, and may be repeated.
 */
public interface SealingKeys {
    /** The keys whose signatures count, now or once: those of this runner, and the server's own. */
    KeyRing trusted(RunnerId runner) throws SyncException;

    /** The key with which the server signs; its public half is among the trusted. */
    Signer server() throws SyncException;
}

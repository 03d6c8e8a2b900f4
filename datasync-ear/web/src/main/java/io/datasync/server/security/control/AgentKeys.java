package io.datasync.server.security.control;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import java.util.Optional;

/** Knows the holders of agents' keys. Port of this component; {@code fleet} fills it. Thread-safe. */
public interface AgentKeys {
    /** Whether the answer for this key is at hand, so that asking costs nothing. Never blocks. */
    boolean atHand(Digest key);

    /**
     * The runner that holds this key, with role {@code agent} or {@code enrolling}; empty for a key that is unknown, rejected or
     * revoked. May ask the database. A key that was revoked is gone here within two seconds on every node (D-34).
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE}
     */
    Optional<CallerIdentity> holder(Digest key) throws SyncException;
}

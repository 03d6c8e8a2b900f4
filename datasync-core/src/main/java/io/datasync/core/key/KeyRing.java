package io.datasync.core.key;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that somebody trusts, because he was given them: from the server's database, from an export, by hand; never because they
 * lie on the share whose certificates they are to prove (D-9). Immutable and thread-safe.
 */
public final class KeyRing {
    private final Map<KeyId, VerificationKey> keys;

    private KeyRing(Map<KeyId, VerificationKey> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * A ring of these keys; one that is given twice alike counts once.
     *
     * @throws SyncException {@code KEY_MALFORMED} when one key is given with different uses, runners or times
     */
    public static KeyRing of(Collection<VerificationKey> keys) throws SyncException {
        Map<KeyId, VerificationKey> byId = new HashMap<>();
        for (VerificationKey key : keys) {
            VerificationKey before = byId.put(key.keyId(), key);
            if (before != null && !before.equals(key)) {
                throw SyncException.permanent(
                        ErrorCode.KEY_MALFORMED, "Two different things are said of the key " + key.keyId());
            }
        }
        return new KeyRing(byId);
    }

    /** The trusted key of this id. */
    public Optional<VerificationKey> find(KeyId id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** How many keys are trusted. */
    public int size() {
        return keys.size();
    }
}

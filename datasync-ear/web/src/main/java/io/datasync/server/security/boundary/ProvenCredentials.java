package io.datasync.server.security.boundary;

import io.datasync.core.digest.Digest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Credentials that were good when they were last looked at on this node, the ones used last; they may not be any more. Bounded and thread-safe. */
final class ProvenCredentials {
    private final Map<Digest, Boolean> known;

    ProvenCredentials(int max) {
        known = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
                return size() > max;
            }
        };
    }

    synchronized void add(Digest credential) {
        known.put(credential, true);
    }

    synchronized void remove(Digest credential) {
        known.remove(credential);
    }

    synchronized boolean contains(Digest credential) {
        return known.get(credential) != null;
    }
}

package io.datasync.server.sync.control;

import io.datasync.core.coordinator.sealing.SealingKeys;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.security.keys.ServerKey;
import io.datasync.server.security.keys.SigningKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The keys of this installation, by which certificates are checked and countersigned (D-9). */
@ApplicationScoped
public class CertificateKeys implements SealingKeys {
    @Inject
    private SigningKeys keys;

    @Inject
    private ServerKey server;

    @Override
    public KeyRing trusted(RunnerId runner) throws SyncException {
        return keys.ringOf(runner);
    }

    @Override
    public Signer server() throws SyncException {
        return server.signer();
    }
}

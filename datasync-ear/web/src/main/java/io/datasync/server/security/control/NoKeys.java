package io.datasync.server.security.control;

import io.datasync.core.digest.Digest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

@ApplicationScoped
class NoKeys implements AgentKeys {
    @Override
    public boolean atHand(Digest key) {
        return false;
    }

    @Override
    public Optional<CallerIdentity> holder(Digest key) {
        return Optional.empty();
    }
}

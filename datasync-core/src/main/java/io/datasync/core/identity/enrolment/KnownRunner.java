package io.datasync.core.identity.enrolment;

import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RunnerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A runner as far as its enrolment goes.
 *
 * @param heardAt when its last heartbeat came, whichever key that carried
 * @param keys all that were ever registered for it
 */
public record KnownRunner(RunnerId runner, RunnerStatus status, Optional<Instant> heardAt, List<KnownKey> keys) {
    public KnownRunner {
        keys = List.copyOf(keys);
    }

    List<KnownKey> keys(KeyStanding standing) {
        return keys.stream().filter(key -> key.standing() == standing).toList();
    }
}

package io.datasync.core.coordinator.guard;

import io.datasync.core.identity.IdentitySettings;
import io.datasync.core.identity.IdentityWatch;
import io.datasync.core.identity.MachineId;
import io.datasync.core.identity.Role;
import io.datasync.core.identity.Settlement;
import io.datasync.core.identity.Sign;
import io.datasync.core.lease.RunnerId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who works under each identity, as one process knows it; as many as there are runners. Thread-safe; never blocks for long. */
public final class Identities {
    private final Map<RunnerId, IdentityWatch> watches = new ConcurrentHashMap<>();
    private final IdentitySettings settings;

    /** Nothing was heard. */
    public Identities(IdentitySettings settings) {
        this.settings = settings;
    }

    /**
     * Hears a heartbeat, and says what its sender is to do.
     *
     * @param holdsLease whether it names a run that is alive and has its lease
     */
    public IdentityWatch.Watched hear(RunnerId runner, Sign sign, boolean holdsLease) {
        IdentityWatch.Watched[] said = new IdentityWatch.Watched[1];
        watches.compute(runner, (same, known) -> {
            said[0] = (known == null ? IdentityWatch.NONE : known).hear(sign, holdsLease, settings);
            return said[0].watch();
        });
        return said[0];
    }

    /** What is known. */
    public IdentityWatch watch(RunnerId runner) {
        return watches.getOrDefault(runner, IdentityWatch.NONE);
    }

    /** What a PC is to do. */
    public Role role(RunnerId runner, MachineId machine, String session) {
        return watch(runner).role(machine, session);
    }

    /**
     * Settles a conflict as a person decided; where there is none, nothing happens.
     *
     * @throws IllegalArgumentException when the PC was not heard in the conflict
     */
    public void settle(RunnerId runner, Settlement decision) {
        watches.computeIfPresent(runner, (same, known) -> known.settled(decision));
    }

    /** What was kept of an identity takes the place of what is known: after a start, since a conflict outlives the process. */
    public void restore(RunnerId runner, IdentityWatch kept) {
        watches.put(runner, kept);
    }
}

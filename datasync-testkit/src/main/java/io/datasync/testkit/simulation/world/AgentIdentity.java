package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.guard.SeparatingCoordinator.Caller;
import io.datasync.core.identity.MachineId;
import io.datasync.core.identity.Role;
import io.datasync.core.identity.Sign;
import io.datasync.core.lease.RandomIds;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.transfer.MachineIds;
import java.time.Instant;

/**
 * What an agent says of itself, and what it was told about that last (D-27). It outlives its processes, as what is on disk does, but for the session.
 * For one thread at a time.
 */
final class AgentIdentity {
    private final RunnerId runner;
    private final String fingerprint;
    private final RandomIds ids;
    private MachineIds machine;
    private long counter;
    private Role role = new Role.GoesOn();
    private String session = "none yet";

    private AgentIdentity(RunnerId runner, String fingerprint, RandomIds ids, MachineIds machine) {
        this.runner = runner;
        this.fingerprint = fingerprint;
        this.ids = ids;
        this.machine = machine;
    }

    /** That of a new PC. */
    static AgentIdentity of(RunnerId runner, String machine, RandomIds ids) {
        return new AgentIdentity(runner, "hardware of " + machine, ids, MachineIds.of(machine));
    }

    /**
     * What a clone of the disk says in another PC.
     *
     * @param sameHardware whether nothing tells that PC from this one, as of two virtual ones; otherwise the agent calls it by another id
     */
    AgentIdentity cloned(boolean sameHardware, RandomIds other, Instant at) {
        AgentIdentity clone = new AgentIdentity(
                runner,
                sameHardware ? fingerprint : fingerprint + " and not",
                other,
                sameHardware ? machine : machine.replacedBy(other.text(), at));
        clone.counter = counter;
        clone.role = role;
        return clone;
    }

    /** A new process of it begins. */
    void begin() {
        session = ids.text();
    }

    /** What names in staging begin with. */
    MachineIds machine() {
        return machine;
    }

    MachineId id() {
        return new MachineId(machine.now());
    }

    Role role() {
        return role;
    }

    /** Who calls, as the server is told. */
    Caller caller() {
        return new Caller(runner, id(), session);
    }

    /** The next sign of life. */
    Sign sign(Instant heardAt) {
        return new Sign(id(), fingerprint, session, ++counter, heardAt);
    }

    /** What the server says that it is to do. */
    void told(Role now, Instant at) {
        if (now instanceof Role.MakesMachineId) {
            machine = machine.replacedBy(ids.text(), at);
        } else {
            role = now;
        }
    }
}

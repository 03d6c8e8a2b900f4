package io.datasync.agent.work;

import io.datasync.agent.client.ServerClient;
import io.datasync.agent.state.AgentState;
import io.datasync.agent.state.Machine;
import io.datasync.agent.state.StateStore;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.EnrolmentAnswer;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the PC known to the server, and finds out whether a person approved it (AGT-1, D-27). Every call may be repeated. */
public final class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    private final StateStore states;
    private final ServerClient server;
    private final URI address;
    private final Optional<RunnerId> wanted;
    private final Machine machine;
    private final String version;

    /** The enrolment at this server, under the wanted id if there is one. */
    public Enrolment(
            StateStore states,
            ServerClient server,
            URI address,
            Optional<RunnerId> wanted,
            Machine machine,
            String version) {
        this.states = states;
        this.server = server;
        this.address = address;
        this.wanted = wanted;
        this.machine = machine;
        this.version = version;
    }

    /**
     * Asks how far it is; registers when this server does not know the key, or another one was asked before.
     *
     * @return the state with what the server said, durable
     */
    public AgentState check() throws SyncException {
        AgentState state = states.state();
        if (state.runner().isEmpty() || !state.server().equals(Optional.of(address))) {
            return register();
        }
        try {
            EnrolmentAnswer answer = server.enrolment();
            return states.update(known -> known.withRunner(answer.runner(), answer.status(), address));
        } catch (SyncException e) {
            if (e.code() == ErrorCode.UNAUTHENTICATED) {
                return register();
            }
            throw e;
        }
    }

    /**
     * As {@link #check}, because a person at this PC asks for it: when the server refuses this PC's keys for good, new ones are made, which
     * wait for approval. A service never does that by itself.
     */
    public AgentState enrol() throws SyncException {
        try {
            return check();
        } catch (SyncException e) {
            if (e.code() != ErrorCode.FORBIDDEN) {
                throw e;
            }
            LOG.warn("event=keys_renewed reason=\"{}\"", e.getMessage());
            states.renewKeys();
            return register();
        }
    }

    private AgentState register() throws SyncException {
        AgentState state = states.state();
        RegisterRequest unsigned = new RegisterRequest(
                wanted.or(state::runner),
                machine.host(),
                machine.fingerprint(),
                machine.os(),
                version,
                state.deviceKey().publicKey(),
                state.apiKey().sha256(),
                "");
        RegisterAnswer answer = server.register(
                unsigned.with(state.deviceKey().sign(unsigned.signed()).text()));
        return states.update(known -> known.withRunner(answer.runner(), answer.status(), address));
    }
}

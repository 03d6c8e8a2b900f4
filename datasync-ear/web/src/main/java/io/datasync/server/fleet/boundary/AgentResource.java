package io.datasync.server.fleet.boundary;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.EnrolmentAnswer;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.protocol.json.FleetJson;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.server.fleet.control.Enrolment;
import io.datasync.server.fleet.control.Heartbeats;
import io.datasync.server.fleet.control.Registration;
import io.datasync.server.platform.boundary.BodyLimit;
import io.datasync.server.platform.boundary.MessageBody;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.control.Roles;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.security.Principal;

/** What agents call about themselves (API-6). Their name is the runner's id, taken from the key, never from the body. */
@Path("agent")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AgentResource {
    private static final long REGISTER_BYTES_MAX = 16_384;
    private static final long HEARTBEAT_BYTES_MAX = 512 << 10;

    @Inject
    private Registration registration;

    @Inject
    private Enrolment enrolment;

    @Inject
    private Heartbeats heartbeats;

    /** Asks to become a runner. */
    @POST
    @Path("register")
    @PermitAll
    @BodyLimit(REGISTER_BYTES_MAX)
    public byte[] register(InputStream body, @Context HttpServletRequest request) throws SyncException {
        RegisterRequest message = FleetJson.readRegisterRequest(body, JsonLimits.DEFAULTS);
        RegisterAnswer answer = registration.register(message, Caller.of(request));
        return MessageBody.of(out -> FleetJson.write(out, answer));
    }

    /** How far the enrolment is: with a key that waits, or one that was approved. */
    @GET
    @Path("enrolment")
    @RolesAllowed({Roles.ENROLLING, Roles.AGENT})
    public byte[] enrolment(@Context HttpServletRequest request) throws SyncException {
        RunnerId runner = runner(request);
        // A second key of an active runner is not active itself (D-27).
        var answer = new EnrolmentAnswer(
                runner, request.isUserInRole(Roles.AGENT) ? enrolment.status(runner) : RunnerStatus.PENDING);
        return MessageBody.of(out -> FleetJson.write(out, answer));
    }

    /** A sign of life. No query and no transaction (D-34). */
    @POST
    @Path("heartbeat")
    @RolesAllowed(Roles.AGENT)
    @BodyLimit(HEARTBEAT_BYTES_MAX)
    public byte[] heartbeat(InputStream body, @Context HttpServletRequest request) throws SyncException {
        Heartbeat message = FleetJson.readHeartbeat(body, JsonLimits.DEFAULTS);
        HeartbeatAnswer answer = heartbeats.take(runner(request), message);
        return MessageBody.of(out -> FleetJson.write(out, answer));
    }

    private static RunnerId runner(HttpServletRequest request) throws SyncException {
        Principal principal = request.getUserPrincipal();
        return RunnerId.parse(principal.getName());
    }
}

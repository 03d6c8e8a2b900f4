package io.datasync.server.sync.boundary;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.ProgressJson;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.server.platform.boundary.BodyLimit;
import io.datasync.server.security.control.Roles;
import io.datasync.server.sync.control.AnswerSpool;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** The conversation of a run (API-6). Maps HTTP only; every rule is core's. The runner is the caller, never the body. */
@Path("agent/runs")
@ApplicationScoped
@RolesAllowed(Roles.AGENT)
public class RunResource {
    private static final long MEBI = 1 << 20;
    private static final long OPEN_BYTES_MAX = 1_024 * MEBI;
    private static final long COMPARE_BYTES_MAX = 4_096 * MEBI;
    private static final long PROGRESS_BYTES_MAX = 64 * MEBI;

    private static final String ACCEPTED = HttpHeaders.ACCEPT_ENCODING;

    @Inject
    private CoordinatorRules rules;

    @Inject
    private JsonLimits limits;

    @Inject
    private Comparisons comparisons;

    /** Opens a run, or finds it open. */
    @POST
    @Consumes(AgentApi.JSON)
    @Produces(AgentApi.JSON)
    @BodyLimit(OPEN_BYTES_MAX)
    public Response open(InputStream body, @Context HttpServletRequest request) throws SyncException {
        OpenRequest message = read(request, body, in -> RunJson.readOpenRequest(in, limits));
        OpenAnswer answer = coordinator(request).open(message);
        return Outgoing.json(request.getHeader(ACCEPTED), out -> RunJson.write(out, answer));
    }

    /** Compares entries with the index. The answer begins when the comparison has ended. */
    @POST
    @Path("{runId}/compare")
    @Consumes(AgentApi.NDJSON)
    @Produces(AgentApi.NDJSON)
    @BodyLimit(COMPARE_BYTES_MAX)
    public Response compare(@PathParam("runId") String runId, InputStream body, @Context HttpServletRequest request)
            throws SyncException {
        AnswerSpool answer = read(
                request,
                body,
                in -> comparisons.compare(
                        coordinator(request), RunId.parse(runId), token(request), scanSeq(request), in));
        return Outgoing.lines(request.getHeader(ACCEPTED), answer);
    }

    /** Applies reports. */
    @POST
    @Path("{runId}/progress")
    @Consumes(AgentApi.NDJSON)
    @Produces(AgentApi.JSON)
    @BodyLimit(PROGRESS_BYTES_MAX)
    public Response progress(@PathParam("runId") String runId, InputStream body, @Context HttpServletRequest request)
            throws SyncException {
        ProgressRequest message = read(request, body, in -> ProgressJson.readRequest(in, limits));
        ProgressAnswer answer = coordinator(request).progress(RunId.parse(runId), token(request), message);
        return Outgoing.json(request.getHeader(ACCEPTED), out -> ProgressJson.write(out, answer));
    }

    /** Ends a run. */
    @POST
    @Path("{runId}/complete")
    @Consumes(AgentApi.JSON)
    @Produces(AgentApi.JSON)
    public Response complete(@PathParam("runId") String runId, InputStream body, @Context HttpServletRequest request)
            throws SyncException {
        CompleteRequest message = read(request, body, in -> RunJson.readCompleteRequest(in, limits));
        CompleteAnswer answer = coordinator(request).complete(RunId.parse(runId), token(request), message);
        return Outgoing.json(request.getHeader(ACCEPTED), out -> RunJson.write(out, answer));
    }

    private Coordinator coordinator(HttpServletRequest request) throws SyncException {
        return rules.forRunner(RunnerId.parse(request.getUserPrincipal().getName()));
    }

    private static <T> T read(HttpServletRequest request, InputStream body, Incoming.Reading<T> reading)
            throws SyncException {
        return Incoming.read(request.getHeader(HttpHeaders.CONTENT_ENCODING), body, reading);
    }

    private static FencingToken token(HttpServletRequest request) throws SyncException {
        return FencingToken.parse(Headers.required(request, AgentApi.TOKEN_HEADER));
    }

    private static long scanSeq(HttpServletRequest request) throws SyncException {
        String text = Headers.required(request, AgentApi.SCAN_HEADER);
        if (!text.matches("[0-9]{1,18}")) {
            throw SyncException.permanent(
                    ErrorCode.MESSAGE_MALFORMED,
                    "The header " + AgentApi.SCAN_HEADER + " is not the number of a scan.");
        }
        return Long.parseLong(text);
    }
}

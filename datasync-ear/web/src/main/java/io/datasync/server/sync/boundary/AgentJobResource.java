package io.datasync.server.sync.boundary;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.json.JobsJson;
import io.datasync.server.security.control.Roles;
import io.datasync.server.sync.index.catalog.JobCatalog;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The jobs of the runner that asks. */
@Path("agent/jobs")
@ApplicationScoped
@RolesAllowed(Roles.AGENT)
public class AgentJobResource {
    @Inject
    private JobCatalog jobs;

    /** All of them, by id. */
    @GET
    @Produces(AgentApi.JSON)
    public Response list(@Context HttpServletRequest request) throws SyncException {
        JobList list = jobs.ofRunner(RunnerId.parse(request.getUserPrincipal().getName()));
        return Outgoing.json(request.getHeader(HttpHeaders.ACCEPT_ENCODING), out -> JobsJson.write(out, list));
    }
}

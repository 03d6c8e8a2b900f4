package io.datasync.server.fleet.boundary;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.fleet.control.Enrolment;
import io.datasync.server.fleet.control.RunnerList;
import io.datasync.server.platform.boundary.Pages;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.control.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people do with runners: see them, approve, reject (AGT-1, API-7). */
@Path("admin/runners")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RunnerResource {
    private static final Set<String> STATES = Set.of("any", "pending", "active", "paused", "retired");

    @Inject
    private Enrolment enrolment;

    @Inject
    private RunnerList runners;

    @Inject
    private Clock clock;

    /** Which key is meant, when several of one runner wait. */
    public record Decision(@Nullable String keySha256) {}

    /** What a decision led to. */
    public record Decided(String runnerId, String status) {}

    /**
     * Runners by id, a page at a time; the header {@code Link} leads to the next.
     *
     * @param state {@code pending} for those with a key that waits
     * @param after the id after which the page begins
     * @param limit at most 500
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Response list(
            @QueryParam("state") @DefaultValue("any") String state,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("200") int limit,
            @Context UriInfo uri)
            throws SyncException {
        if (!STATES.contains(state)) {
            throw ProblemException.invalid("state must be any, pending, active, paused or retired.");
        }
        Pages.checkLimit(limit, RunnerList.PAGE_MAX);
        Instant now = clock.instant();
        List<ListedRunner> page = runners.after(after, state, limit).stream()
                .map(row -> ListedRunner.of(row, now))
                .toList();
        return Pages.answer(page, limit, ListedRunner::runnerId, uri);
    }

    /** Approves the key that waits; an older key of the runner ends with it (D-27). */
    @POST
    @Path("{runnerId}/approve")
    @RolesAllowed(Roles.ADMIN)
    public Decided approve(
            @PathParam("runnerId") String runnerId, @Nullable Decision decision, @Context HttpServletRequest request)
            throws SyncException {
        RunnerId id = RunnerId.parse(runnerId);
        return new Decided(
                id.text(),
                enrolment.approve(id, key(decision), Caller.of(request)).text());
    }

    /** Rejects the key that waits. */
    @POST
    @Path("{runnerId}/reject")
    @RolesAllowed(Roles.ADMIN)
    public Decided reject(
            @PathParam("runnerId") String runnerId, @Nullable Decision decision, @Context HttpServletRequest request)
            throws SyncException {
        RunnerId id = RunnerId.parse(runnerId);
        enrolment.reject(id, key(decision), Caller.of(request));
        return new Decided(id.text(), "rejected");
    }

    private static Optional<Digest> key(@Nullable Decision decision) throws SyncException {
        return decision == null || decision.keySha256() == null
                ? Optional.empty()
                : Optional.of(Digest.parse(decision.keySha256()));
    }
}

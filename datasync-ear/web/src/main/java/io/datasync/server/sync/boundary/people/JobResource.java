package io.datasync.server.sync.boundary.people;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.server.platform.boundary.Pages;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.security.control.Roles;
import io.datasync.server.sync.control.JobSwitch;
import io.datasync.server.sync.control.NewJobs;
import io.datasync.server.sync.index.catalog.JobCatalog;
import io.datasync.server.sync.index.catalog.RegisteredJob;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people do with jobs: make them and see them (API-7). */
@Path("admin/jobs")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
    @Inject
    private JobCatalog jobs;

    @Inject
    private NewJobs newJobs;

    @Inject
    private JobSwitch jobSwitch;

    /**
     * Makes a job and its archive; the archive's place is fixed from then on (D-40). The same job again is answered with 200, one that
     * differs with 409; and so is a place that holds files already, unless the job is to adopt them (USE-1).
     */
    @POST
    @RolesAllowed(Roles.ADMIN)
    public Response create(@Nullable NewJob body, @Context HttpServletRequest request) throws SyncException {
        if (body == null) {
            throw ProblemException.invalid("There must be a job in the body.");
        }
        RunnerId runner = body.runner();
        JobDefinition definition = body.definition();
        boolean made = made(runner, definition, body.adopts(), Caller.of(request));
        RegisteredJob job = jobs.find(definition.job()).orElseThrow();
        if (!made && !(job.runner().equals(runner) && job.definition().equals(definition))) {
            throw new ProblemException(Problem.of(
                    HttpCode.CONFLICT, "There is a job " + definition.job() + " already, and it is another one."));
        }
        return Response.status(made ? 201 : 200).entity(ListedJob.of(job)).build();
    }

    private boolean made(RunnerId runner, JobDefinition definition, boolean adopt, Caller caller) throws SyncException {
        try {
            return newJobs.make(runner, definition, adopt, caller);
        } catch (SyncException failure) {
            if (failure.code() == ErrorCode.CONFIGURATION_INVALID) {
                throw ProblemException.invalid(failure.getMessage());
            }
            if (failure.code() == ErrorCode.SHARE_FOREIGN) {
                throw new ProblemException(
                        new Problem(failure.code().text(), 409, failure.code().meaning(), failure.getMessage(), false));
            }
            throw failure;
        }
    }

    /**
     * Jobs by id, a page at a time; the header {@code Link} leads to the next.
     *
     * @param runnerId of this runner only
     * @param after the id after which the page begins
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Response list(
            @QueryParam("runnerId") @Nullable String runnerId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("200") int limit,
            @Context UriInfo uri)
            throws SyncException {
        Pages.checkLimit(limit, JobCatalog.PAGE_MAX);
        Optional<RunnerId> runner = runnerId == null ? Optional.empty() : Optional.of(RunnerId.parse(runnerId));
        Optional<JobId> from = after == null ? Optional.empty() : Optional.of(JobId.parse(after));
        List<ListedJob> page =
                jobs.page(runner, from, limit).stream().map(ListedJob::of).toList();
        return Pages.answer(page, limit, ListedJob::jobId, uri);
    }

    /** One job. */
    @GET
    @Path("{jobId}")
    @RolesAllowed(Roles.VIEWER)
    public ListedJob one(@PathParam("jobId") String jobId) throws SyncException {
        return found(JobId.parse(jobId));
    }

    /** Lets a job be worked on again. */
    @POST
    @Path("{jobId}/enable")
    @RolesAllowed(Roles.ADMIN)
    public ListedJob enable(@PathParam("jobId") String jobId, @Context HttpServletRequest request)
            throws SyncException {
        return turned(JobId.parse(jobId), true, Caller.of(request));
    }

    /** Lets a job rest: no new run of it begins; what is archived stays. */
    @POST
    @Path("{jobId}/disable")
    @RolesAllowed(Roles.ADMIN)
    public ListedJob disable(@PathParam("jobId") String jobId, @Context HttpServletRequest request)
            throws SyncException {
        return turned(JobId.parse(jobId), false, Caller.of(request));
    }

    private ListedJob turned(JobId id, boolean enabled, Caller caller) throws SyncException {
        jobSwitch.turn(id, enabled, caller);
        return found(id);
    }

    private ListedJob found(JobId id) throws SyncException {
        return ListedJob.of(jobs.find(id)
                .orElseThrow(
                        () -> new ProblemException(Problem.of(HttpCode.NOT_FOUND, "There is no job " + id + "."))));
    }
}

package io.datasync.server.sync.boundary.people;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunState;
import io.datasync.server.platform.boundary.Pages;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.control.Roles;
import io.datasync.server.sync.index.catalog.RunHistory;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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

/** The runs, for people (API-7). */
@Path("admin/runs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class RunHistoryResource {
    @Inject
    private RunHistory runs;

    /**
     * Runs, the one opened last first, a page at a time; the header {@code Link} leads to the next.
     *
     * @param jobId of this job only
     * @param state in this state only
     * @param after the run after which the page begins
     */
    @GET
    public Response list(
            @QueryParam("jobId") @Nullable String jobId,
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo uri)
            throws SyncException {
        Pages.checkLimit(limit, RunHistory.PAGE_MAX);
        Optional<JobId> job = jobId == null ? Optional.empty() : Optional.of(JobId.parse(jobId));
        Optional<RunId> from = after == null ? Optional.empty() : Optional.of(RunId.parse(after));
        List<ListedRun> page = runs.page(job, state(state), from, limit).stream()
                .map(ListedRun::of)
                .toList();
        return Pages.answer(page, limit, ListedRun::runId, uri);
    }

    /** One run with its balance and the files that it could not archive or found lost. */
    @GET
    @Path("{runId}")
    public ListedRun.Detail one(@PathParam("runId") String runId) throws SyncException {
        RunId id = RunId.parse(runId);
        ListedRun run = runs.find(id)
                .map(ListedRun::of)
                .orElseThrow(() -> SyncException.permanent(ErrorCode.RUN_UNKNOWN, "There is no run " + id + "."));
        return new ListedRun.Detail(
                run, runs.troubled(id).stream().map(ListedRun.TroubledFile::of).toList());
    }

    private static Optional<RunState> state(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        for (RunState state : RunState.values()) {
            if (state.text().equals(text)) {
                return Optional.of(state);
            }
        }
        throw ProblemException.invalid("state must be open, running, success, partial, failed or orphaned.");
    }
}

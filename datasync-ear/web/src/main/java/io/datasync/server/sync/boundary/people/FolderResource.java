package io.datasync.server.sync.boundary.people;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.server.platform.boundary.Pages;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.control.Roles;
import io.datasync.server.sync.index.catalog.FolderList;
import io.datasync.server.sync.index.catalog.JobCatalog;
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

/** The folders of a job with their two summaries (D-1), for people. */
@Path("admin/runners/{runnerId}/jobs/{jobId}/folders")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class FolderResource {
    @Inject
    private JobCatalog jobs;

    @Inject
    private FolderList folders;

    /**
     * Folders in the order in which the index first heard of them, a page at a time; the header {@code Link} leads to the next.
     *
     * @param sealed only those that are sealed, or only those that are not
     * @param after the folder after which the page begins
     */
    @GET
    public Response list(
            @PathParam("runnerId") String runnerId,
            @PathParam("jobId") String jobId,
            @QueryParam("sealed") @Nullable String sealed,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("1000") int limit,
            @Context UriInfo uri)
            throws SyncException {
        Pages.checkLimit(limit, FolderList.PAGE_MAX);
        JobId id = JobId.parse(jobId);
        boolean known = jobs.find(id)
                .filter(job -> job.runner().text().equals(runnerId))
                .isPresent();
        if (!known) {
            throw SyncException.permanent(
                    ErrorCode.JOB_UNKNOWN, "There is no job " + id + " of runner " + runnerId + ".");
        }
        Optional<FolderName> from = after == null ? Optional.empty() : Optional.of(FolderName.parse(after));
        List<ListedFolder> page = folders.page(id, sealed(sealed), from, limit).stream()
                .map(ListedFolder::of)
                .toList();
        return Pages.answer(page, limit, ListedFolder::name, uri);
    }

    private static Optional<Boolean> sealed(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw ProblemException.invalid("sealed must be true or false.");
        };
    }
}

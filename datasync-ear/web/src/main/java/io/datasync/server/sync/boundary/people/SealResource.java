package io.datasync.server.sync.boundary.people;

import io.datasync.core.coordinator.sealing.SealOrders;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.server.platform.boundary.Reasons;
import io.datasync.server.security.control.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Seals and opens date folders by hand (API-5). Every rule is core's; a repeat changes nothing. */
@Path("admin/runners/{runnerId}/jobs/{jobId}")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
public class SealResource {
    @Inject
    private SealOrders orders;

    /**
     * What a person orders.
     *
     * @param reason why, for the audit log: 1 to {@value Reasons#CHARS_MAX} characters on one line
     * @param withOutstanding also when something in the folder is outstanding, which goes on being archived; means nothing for opening
     */
    public record Order(@Nullable String reason, @Nullable Boolean withOutstanding) {}

    /** Seals a folder now. What is outstanding in it refuses that, unless the order says otherwise. */
    @POST
    @Path("seal/{folderDate}")
    public ListedFolder seal(
            @PathParam("runnerId") String runnerId,
            @PathParam("jobId") String jobId,
            @PathParam("folderDate") String folderDate,
            @Nullable Order order)
            throws SyncException {
        String reason = reason(order);
        return ListedFolder.of(orders.seal(
                RunnerId.parse(runnerId),
                JobId.parse(jobId),
                FolderName.parse(folderDate),
                reason,
                order != null && Boolean.TRUE.equals(order.withOutstanding())));
    }

    /** Takes the seal off a folder, which is scanned again from the next cycle on, and its quiet time begins anew. */
    @POST
    @Path("unseal/{folderDate}")
    public ListedFolder unseal(
            @PathParam("runnerId") String runnerId,
            @PathParam("jobId") String jobId,
            @PathParam("folderDate") String folderDate,
            @Nullable Order order)
            throws SyncException {
        String reason = reason(order);
        return ListedFolder.of(
                orders.unseal(RunnerId.parse(runnerId), JobId.parse(jobId), FolderName.parse(folderDate), reason));
    }

    private static String reason(@Nullable Order order) {
        return Reasons.required(order == null ? null : order.reason());
    }
}

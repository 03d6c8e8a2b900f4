package io.datasync.server.sync.boundary.people;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.VersionName;
import io.datasync.server.platform.boundary.Pages;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.control.Roles;
import io.datasync.server.sync.index.catalog.FileLedger;
import io.datasync.server.sync.index.catalog.FileLedger.ListedLoss;
import io.datasync.server.sync.index.catalog.FileLedger.ListedVersion;
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
import org.jspecify.annotations.Nullable;

/** The loss ledger of a job, and what its files used to be, for people (API-7, CORE-10, CORE-11). */
@Path("admin/runners/{runnerId}/jobs/{jobId}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class LedgerResource {
    @Inject
    private JobCatalog jobs;

    @Inject
    private FileLedger ledger;

    /**
     * A file that vanished before it was archived. Ticks are 100 ns since 1970, as a string.
     *
     * @param archived the SHA-256 of an earlier content of the file, which the archive keeps; left out where none is known
     */
    public record Loss(
            String id,
            String path,
            long sizeBytes,
            String ticks,
            String modifiedAt,
            String noticedAt,
            String recordedAt,
            String runId,
            @Nullable String archived) {
        static Loss of(ListedLoss row) {
            SourceEntry entry = row.loss().entry();
            return new Loss(
                    Long.toString(row.id()),
                    entry.path().text(),
                    entry.sizeBytes(),
                    Long.toString(entry.ticks()),
                    Ticks.toInstant(entry.ticks()).toString(),
                    row.loss().noticedAt().toString(),
                    row.recordedAt().toString(),
                    row.run().text(),
                    row.loss().archived().map(Digest::hex).orElse(null));
        }
    }

    /** An earlier content of a file; on the share {@code .datasync/versions/<path>/<version>}. */
    public record Version(
            String id,
            String path,
            String version,
            long sizeBytes,
            String ticks,
            String modifiedAt,
            String digest,
            String verifiedAt,
            String retiredAt,
            String runId) {
        static Version of(ListedVersion row) {
            Fact fact = row.version().fact();
            SourceEntry entry = fact.entry();
            return new Version(
                    Long.toString(row.id()),
                    entry.path().text(),
                    new VersionName(entry.ticks(), fact.digest()).text(),
                    entry.sizeBytes(),
                    Long.toString(entry.ticks()),
                    Ticks.toInstant(entry.ticks()).toString(),
                    fact.digest().hex(),
                    fact.verifiedAt().toString(),
                    row.version().retiredAt().toString(),
                    row.version().run().text());
        }
    }

    /**
     * Losses, the first recorded first, a page at a time; the header {@code Link} leads to the next.
     *
     * @param after the id of the loss after which the page begins
     */
    @GET
    @Path("losses")
    public Response losses(
            @PathParam("runnerId") String runnerId,
            @PathParam("jobId") String jobId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo uri)
            throws SyncException {
        Pages.checkLimit(limit, FileLedger.PAGE_MAX);
        JobId job = known(runnerId, jobId);
        List<Loss> page =
                ledger.losses(job, row(after), limit).stream().map(Loss::of).toList();
        return Pages.answer(page, limit, Loss::id, uri);
    }

    /**
     * What a file used to be, the content that was retired first at the beginning, a page at a time; the header {@code Link} leads to the
     * next.
     *
     * @param path the file, as the index has it
     * @param after the id of the version after which the page begins
     */
    @GET
    @Path("versions")
    public Response versions(
            @PathParam("runnerId") String runnerId,
            @PathParam("jobId") String jobId,
            @QueryParam("path") @Nullable String path,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo uri)
            throws SyncException {
        Pages.checkLimit(limit, FileLedger.PAGE_MAX);
        JobId job = known(runnerId, jobId);
        if (path == null) {
            throw ProblemException.invalid("path must name a file.");
        }
        List<Version> page = ledger.versions(job, RelativePath.parse(path), row(after), limit).stream()
                .map(Version::of)
                .toList();
        return Pages.answer(page, limit, Version::id, uri);
    }

    private JobId known(String runnerId, String jobId) throws SyncException {
        JobId id = JobId.parse(jobId);
        boolean known = jobs.find(id)
                .filter(job -> job.runner().text().equals(runnerId))
                .isPresent();
        if (!known) {
            throw SyncException.permanent(
                    ErrorCode.JOB_UNKNOWN, "There is no job " + id + " of runner " + runnerId + ".");
        }
        return id;
    }

    private static long row(@Nullable String after) {
        return after == null ? 0 : Pages.row(after);
    }
}

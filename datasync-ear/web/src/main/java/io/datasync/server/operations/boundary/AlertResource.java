package io.datasync.server.operations.boundary;

import io.datasync.core.failure.SyncException;
import io.datasync.server.operations.control.Acknowledgements;
import io.datasync.server.operations.control.AlertList;
import io.datasync.server.operations.control.StoredAlert;
import io.datasync.server.operations.control.StoredAlert.Acknowledgement;
import io.datasync.server.platform.boundary.Pages;
import io.datasync.server.platform.boundary.Reasons;
import io.datasync.server.platform.boundary.Revisions;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Alerts, for people (API-7, OPS-3). */
@Path("admin/alerts")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AlertResource {
    @Inject
    private AlertList alerts;

    @Inject
    private Acknowledgements acknowledgements;

    /** An alert as listed; {@link StoredAlert} says what the fields mean. */
    public record Listed(
            String id,
            String code,
            String severity,
            String subject,
            String summary,
            long files,
            @Nullable String firstPath,
            String raisedAt,
            String lastRaisedAt,
            long repeats,
            long revision,
            boolean untilAcknowledged,
            @Nullable String acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable String acknowledgedReason,
            @Nullable String resolvedAt) {
        static Listed of(StoredAlert alert) {
            return new Listed(
                    Long.toString(alert.id()),
                    alert.code(),
                    alert.severity(),
                    alert.subject(),
                    alert.summary(),
                    alert.files().count(),
                    alert.files().firstPath().orElse(null),
                    alert.raisedAt().toString(),
                    alert.lastRaisedAt().toString(),
                    alert.repeats(),
                    alert.revision(),
                    alert.untilAcknowledged(),
                    alert.acknowledgement().map(said -> said.at().toString()).orElse(null),
                    alert.acknowledgement().map(Acknowledgement::by).orElse(null),
                    alert.acknowledgement().map(Acknowledgement::reason).orElse(null),
                    alert.resolvedAt().map(Instant::toString).orElse(null));
        }
    }

    /**
     * What a person says to an alert.
     *
     * @param reason what was done about it: 1 to {@value Reasons#CHARS_MAX} characters on one line
     */
    public record Said(@Nullable String reason) {}

    /**
     * Alerts, the newest first, a page at a time; the header {@code Link} leads to the next.
     *
     * @param state {@code live}, {@code resolved} or {@code all}
     * @param after the id of the alert after which the page begins
     */
    @GET
    @RolesAllowed(Roles.VIEWER)
    public Response list(
            @QueryParam("state") @DefaultValue("live") String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") int limit,
            @Context UriInfo uri)
            throws SyncException {
        Pages.checkLimit(limit, AlertList.PAGE_MAX);
        long before = after == null ? Long.MAX_VALUE : Pages.row(after);
        List<Listed> page = alerts.page(state(state), before, limit).stream()
                .map(Listed::of)
                .toList();
        return Pages.answer(page, limit, Listed::id, uri);
    }

    /** One alert; the header {@code ETag} is its revision. */
    @GET
    @Path("{alertId}")
    @RolesAllowed(Roles.VIEWER)
    public Response one(@PathParam("alertId") String alertId) throws SyncException {
        return answer(alerts.find(id(alertId)).orElseThrow(() -> unknown(alertId)));
    }

    /**
     * Notes that the caller has seen the alert, and resolves one that only a person ends.
     *
     * @param ifMatch the revision that was seen, as the header {@code ETag} has it: one that told something new since is refused
     */
    @POST
    @Path("{alertId}/acknowledge")
    @RolesAllowed(Roles.OPERATOR)
    public Response acknowledge(
            @PathParam("alertId") String alertId,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable Said said,
            @Context HttpServletRequest request)
            throws SyncException {
        long id = id(alertId);
        String reason = Reasons.required(said == null ? null : said.reason());
        return answer(acknowledgements.acknowledge(id, Revisions.required(ifMatch), reason, Caller.of(request)));
    }

    private static Response answer(StoredAlert alert) {
        return Response.ok(Listed.of(alert))
                .header(HttpHeaders.ETAG, Revisions.tag(alert.revision()))
                .build();
    }

    private static long id(String text) {
        OptionalLong id = Pages.rowId(text);
        return id.orElseThrow(() -> unknown(text));
    }

    private static ProblemException unknown(String id) {
        return new ProblemException(Problem.of(HttpCode.NOT_FOUND, "There is no alert " + id + "."));
    }

    private static AlertList.State state(String text) {
        for (AlertList.State state : AlertList.State.values()) {
            if (state.name().equalsIgnoreCase(text)) {
                return state;
            }
        }
        throw ProblemException.invalid("state must be live, resolved or all.");
    }
}

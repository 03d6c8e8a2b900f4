package io.datasync.server.security.boundary;

import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyId;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.key.VerificationKeyJson;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.platform.boundary.Pages;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.security.control.Roles;
import io.datasync.server.security.keys.SigningKeys;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The public keys by which certificates are checked, from a place that is not the share they lie on (D-9). */
@Path("keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.VIEWER)
public class KeyResource {
    @Inject
    private SigningKeys keys;

    /**
     * A key as listed.
     *
     * @param use {@code server} or {@code agent}
     * @param runnerId whose device key it is
     * @param publicKey its X.509 form, in base64
     * @param validUntil the first moment at which its signatures count no more
     */
    public record ListedKey(
            String keyId,
            String use,
            @Nullable String runnerId,
            String publicKey,
            String validFrom,
            @Nullable String validUntil) {
        static ListedKey of(VerificationKey key) {
            return new ListedKey(
                    key.keyId().text(),
                    key.use().text(),
                    key.runner().map(RunnerId::text).orElse(null),
                    key.publicKey(),
                    key.validFrom().toString(),
                    key.validUntil().map(Instant::toString).orElse(null));
        }
    }

    /** One key, as the file that lies beside the certificates on the share: what {@code verify-certificate.py} is given as trusted. */
    @GET
    @Path("{keyId}")
    public Response one(@PathParam("keyId") String keyId) throws SyncException {
        KeyId id = KeyId.parse(keyId);
        VerificationKey key = keys.find(id)
                .orElseThrow(() -> new ProblemException(Problem.of(HttpCode.NOT_FOUND, "There is no key " + id + ".")));
        return Response.ok(VerificationKeyJson.write(key)).build();
    }

    /**
     * Keys by id, a page at a time, also those that are valid no more; the header {@code Link} leads to the next.
     *
     * @param after the id after which the page begins
     */
    @GET
    public Response list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("200") int limit,
            @Context UriInfo uri)
            throws SyncException {
        Pages.checkLimit(limit, SigningKeys.KEYS_MAX);
        Optional<KeyId> from = after == null ? Optional.empty() : Optional.of(KeyId.parse(after));
        List<ListedKey> page =
                keys.page(from, limit).stream().map(ListedKey::of).toList();
        return Pages.answer(page, limit, ListedKey::keyId, uri);
    }
}

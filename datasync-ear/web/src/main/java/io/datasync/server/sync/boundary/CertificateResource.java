package io.datasync.server.sync.boundary;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.CoordinatorRules;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.json.SealJson;
import io.datasync.core.protocol.seal.CertifyAnswer;
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
import java.util.Base64;

/** The certificates of date folders (API-6, D-9). Maps HTTP only; every rule is core's. The runner is the caller, never the body. */
@Path("agent/jobs/{jobId}/folders/{folder}")
@ApplicationScoped
@RolesAllowed(Roles.AGENT)
public class CertificateResource {
    /** On the wire; what is inflated is bounded by the certificate itself. */
    private static final long BYTES_MAX = Certificate.BYTES_MAX + (1 << 20);

    @Inject
    private CoordinatorRules rules;

    @Inject
    private Certification certification;

    /** Shows what the certificate of a folder is to say. The answer begins when the draft is whole. */
    @POST
    @Path("draft")
    @Produces(AgentApi.NDJSON)
    public Response draft(
            @PathParam("jobId") String jobId, @PathParam("folder") String folder, @Context HttpServletRequest request)
            throws SyncException {
        AnswerSpool draft = certification.draft(coordinator(request), JobId.parse(jobId), FolderName.parse(folder));
        return Outgoing.lines(request.getHeader(HttpHeaders.ACCEPT_ENCODING), draft);
    }

    /** Takes a certificate as the bytes that it is, with its signatures in a header, and seals the folder. */
    @POST
    @Path("certificate")
    @Consumes(AgentApi.JSON)
    @Produces(AgentApi.JSON)
    @BodyLimit(BYTES_MAX)
    public Response certify(
            @PathParam("jobId") String jobId,
            @PathParam("folder") String folder,
            InputStream body,
            @Context HttpServletRequest request)
            throws SyncException {
        CertifyAnswer answer = Incoming.read(
                request.getHeader(HttpHeaders.CONTENT_ENCODING),
                body,
                in -> certification.certify(
                        coordinator(request),
                        JobId.parse(jobId),
                        FolderName.parse(folder),
                        revision(request),
                        signatures(request),
                        in));
        return Outgoing.json(request.getHeader(HttpHeaders.ACCEPT_ENCODING), out -> SealJson.write(out, answer));
    }

    private Coordinator coordinator(HttpServletRequest request) throws SyncException {
        return rules.forRunner(RunnerId.parse(request.getUserPrincipal().getName()));
    }

    private static long revision(HttpServletRequest request) throws SyncException {
        String text = Headers.required(request, AgentApi.REVISION_HEADER);
        if (!text.matches("[0-9]{1,18}")) {
            throw SyncException.permanent(
                    ErrorCode.MESSAGE_MALFORMED, "The header " + AgentApi.REVISION_HEADER + " is not a revision.");
        }
        return Long.parseLong(text);
    }

    private static byte[] signatures(HttpServletRequest request) throws SyncException {
        try {
            return Base64.getDecoder().decode(Headers.required(request, AgentApi.SIGNATURES_HEADER));
        } catch (IllegalArgumentException e) {
            throw new SyncException(
                    ErrorCode.MESSAGE_MALFORMED,
                    false,
                    "The header " + AgentApi.SIGNATURES_HEADER + " is not base64.",
                    e);
        }
    }
}

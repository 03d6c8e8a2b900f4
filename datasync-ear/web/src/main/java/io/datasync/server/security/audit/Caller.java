package io.datasync.server.security.audit;

import io.datasync.server.platform.problem.Correlation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Where a request came from, as far as the audit log wants to know.
 *
 * @param name who; {@code anonymous} when nobody said
 * @param address the peer's address
 * @param correlationId of the request
 */
public record Caller(String name, String address, String correlationId) {
    /** Who sent this request. */
    public static Caller of(HttpServletRequest request) {
        String name = request.getRemoteUser() == null ? "anonymous" : request.getRemoteUser();
        return new Caller(name, request.getRemoteAddr(), Correlation.of(request));
    }

    /** What this caller did. */
    public AuditEntry did(String action, String subject) {
        return did(action, subject, name);
    }

    /** What was done under a name that the request itself did not carry yet, as at a login. */
    public AuditEntry did(String action, String subject, String actor) {
        return new AuditEntry(
                actor, action, subject, "done", 1, Optional.of(address), Optional.of(correlationId), Optional.empty());
    }
}

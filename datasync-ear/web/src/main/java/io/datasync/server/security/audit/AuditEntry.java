package io.datasync.server.security.audit;

import java.util.Optional;

/**
 * One thing that was done or refused (SEC-4).
 *
 * @param actor user, runner id, {@code ci}, {@code server} or {@code anonymous}
 * @param action stable name such as {@code runner.approved}
 * @param subject what it was done to, for example a runner's id
 * @param outcome {@code done} or {@code refused}
 * @param repeats how often, for refusals that are counted together (D-35); at least 1
 * @param address where the request came from
 * @param correlationId of the request
 * @param detail before, after and whatever else is worth keeping, as JSON; never a secret
 */
public record AuditEntry(
        String actor,
        String action,
        String subject,
        String outcome,
        int repeats,
        Optional<String> address,
        Optional<String> correlationId,
        Optional<String> detail) {
    public AuditEntry {
        if (repeats < 1) {
            throw new IllegalArgumentException("repeats " + repeats);
        }
    }

    /** The same with a detail. */
    public AuditEntry with(String json) {
        return new AuditEntry(actor, action, subject, outcome, repeats, address, correlationId, Optional.of(json));
    }
}

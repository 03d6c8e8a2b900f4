package io.datasync.server.security.control;

import java.util.Set;

/**
 * Who sends a request.
 *
 * @param name of the user or the id of the runner; {@code ci} for a pipeline
 * @param roles see {@link Roles}
 */
public record CallerIdentity(String name, Set<String> roles) {
    public CallerIdentity {
        roles = Set.copyOf(roles);
    }
}

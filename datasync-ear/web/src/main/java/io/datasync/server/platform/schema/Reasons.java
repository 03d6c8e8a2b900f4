package io.datasync.server.platform.schema;

import org.jspecify.annotations.Nullable;

/** The innermost message of a failure: the outer ones of Liquibase and EJB only say that something failed. */
final class Reasons {
    private static final int DEPTH_MAX = 20;

    private Reasons() {}

    static String of(Throwable failure) {
        String reason = failure.toString();
        @Nullable Throwable current = failure;
        for (int depth = 0; current != null && depth < DEPTH_MAX; depth++) {
            if (current.getMessage() != null) {
                reason = current.getMessage();
            }
            current = current.getCause();
        }
        return reason.lines().findFirst().orElse(reason);
    }
}

package io.datasync.server.platform.boundary;

import io.datasync.server.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** What people give as their reason, for the audit log. */
public final class Reasons {
    /** The longest reason. */
    public static final int CHARS_MAX = 500;

    private Reasons() {}

    /** The reason, stripped; one that is missing, empty, too long or not on one line is refused. */
    public static String required(@Nullable String given) {
        String reason = given == null ? "" : given.strip();
        if (reason.isEmpty() || reason.length() > CHARS_MAX || reason.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid("reason must be 1 to " + CHARS_MAX + " characters on one line.");
        }
        return reason;
    }
}

package io.datasync.server.platform.boundary;

import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes that hold only for what the caller has seen: {@code ETag} gives the revision of a thing, {@code If-Match} brings it back. Neither any
 * revision ({@code *}) nor several are taken, since then nobody would say what was seen.
 */
public final class Revisions {
    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private Revisions() {}

    /** The value of the header {@code ETag}. */
    public static String tag(long revision) {
        return '"' + Long.toString(revision) + '"';
    }

    /** The revision of a header {@code If-Match}; without one the answer is 428, for what is no revision 400. */
    public static long required(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new ProblemException(Problem.of(
                    HttpCode.PRECONDITION_REQUIRED,
                    "The header If-Match must have the revision that was seen, such as \"3\"."));
        }
        Matcher tag = TAG.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw ProblemException.invalid("If-Match must be one revision in quotes, such as \"3\".");
        }
        return Long.parseLong(tag.group(1));
    }
}

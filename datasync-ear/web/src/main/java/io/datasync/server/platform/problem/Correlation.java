package io.datasync.server.platform.problem;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/** The id that ties a request, its answer and its log lines together: the caller's, or a new one. */
public final class Correlation {
    /** The header that carries it, both ways. */
    public static final String HEADER = "X-Correlation-Id";

    private static final String ATTRIBUTE = Correlation.class.getName();
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Correlation() {}

    /** The id of this request; one that is not 1 to 64 letters, digits, dots, hyphens or underscores is replaced. */
    public static String of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String asked = request instanceof HttpServletRequest http ? http.getHeader(HEADER) : null;
        String id = asked != null && ALLOWED.matcher(asked).matches()
                ? asked
                : UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}

package io.datasync.server.platform.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The id that ties a request, its answer and its log lines together: the caller's, or a new one. Thread-safe. */
@ApplicationScoped
public class Correlation {
    /** The header that carries it, both ways. */
    public static final String HEADER = "X-Correlation-Id";

    private static final String ATTRIBUTE = Correlation.class.getName();
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final RandomGenerator random;

    @Inject
    Correlation(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Gives a request its id, unless it has one; called by what a request meets first. One that is not 1 to 64 letters, digits, dots,
     * hyphens or underscores is replaced.
     */
    public void begin(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) != null) {
            return;
        }
        String asked = request.getHeader(HEADER);
        boolean good = asked != null && ALLOWED.matcher(asked).matches();
        request.setAttribute(ATTRIBUTE, good ? asked : new UUID(random.nextLong(), random.nextLong()).toString());
    }

    /** The id of this request, which {@link #begin} gave it. */
    public static String of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String known ? known : "-";
    }
}

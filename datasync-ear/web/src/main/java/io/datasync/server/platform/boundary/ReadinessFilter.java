package io.datasync.server.platform.boundary;

import io.datasync.core.failure.ErrorCode;
import io.datasync.server.platform.problem.HttpCode;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemReporter;
import io.datasync.server.platform.pulse.Pulse;
import io.datasync.server.platform.schema.SchemaState;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses calls of the API while the schema is not there or the database is gone (RUN-5): at once, with 503 and {@code
 * Retry-After}, instead of letting each wait for a time-out.
 */
public class ReadinessFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient SchemaState schema;

    @Inject
    private transient Pulse pulse;

    @Inject
    private transient ProblemReporter reporter;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getRequestURI().equals(request.getContextPath() + "/api/health")) {
            chain.doFilter(request, response);
        } else if (!schema.ready()) {
            reporter.answer(
                    Problem.of(HttpCode.NOT_READY, "The server is starting; /api/health names what is missing."),
                    request,
                    response,
                    null);
        } else if (pulse.failure().isPresent()) {
            reporter.answer(
                    Problem.of(ErrorCode.INDEX_UNAVAILABLE, true, "The database cannot be reached."),
                    request,
                    response,
                    null);
        } else {
            chain.doFilter(request, response);
        }
    }
}

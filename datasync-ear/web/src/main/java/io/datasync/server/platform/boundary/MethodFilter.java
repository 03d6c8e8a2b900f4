package io.datasync.server.platform.boundary;

import io.datasync.server.platform.problem.ProblemReporter;
import io.datasync.server.platform.problem.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses methods that no address takes. {@code TRACE} is one of them: it would show a request's secrets to a script that may not read them
 * (SEC-6), and Payara's own switch for it answers without a problem.
 */
public class MethodFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> KNOWN = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Inject
    private transient ProblemReporter reporter;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (KNOWN.contains(request.getMethod())) {
            chain.doFilter(request, response);
        } else {
            reporter.answer(Problems.ofStatus(HttpServletResponse.SC_NOT_IMPLEMENTED), request, response, null);
        }
    }
}

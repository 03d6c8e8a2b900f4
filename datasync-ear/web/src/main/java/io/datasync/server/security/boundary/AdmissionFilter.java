package io.datasync.server.security.boundary;

import io.datasync.core.failure.ErrorCode;
import io.datasync.server.platform.boundary.RestApplication;
import io.datasync.server.platform.problem.Problem;
import io.datasync.server.platform.problem.ProblemReporter;
import io.datasync.server.platform.problem.ProblemServlet;
import io.datasync.server.security.control.CallerIdentity;
import io.datasync.server.security.control.Roles;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Answers what authentication refused, and keeps what Payara itself serves from the public (SEC-7).
 *
 * <p>{@code /metrics} and {@code /openapi} need a person or a pipeline. {@code /health} and what lies beneath it tell everybody up
 * or down, and the details to those two only. Health is told whatever else the request carries: a monitor must see that the
 * database is gone, not that its token cannot be looked up.
 *
 * <p>Payara adds these addresses to the application at the root, so this filter sees them there and only there. It goes by the
 * servlet that the container chose, never by the text of the address, which can be written in many ways; a servlet that is not
 * known to be ours is not public.
 */
public class AdmissionFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> MAY_LOOK_INSIDE = Set.of(Roles.VIEWER, Roles.CI);

    /** JAX-RS, static files, and the error page. */
    private static final Set<String> OURS =
            Set.of(RestApplication.class.getName(), "default", ProblemServlet.class.getName());

    @Inject
    private transient ProblemReporter reporter;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Verdict verdict = Verdict.of(request);
        boolean insider = verdict.caller().filter(AdmissionFilter::insider).isPresent();
        if (request.getRequestURI().equals(request.getContextPath() + "/api/health")) {
            chain.doFilter(request, response);
        } else if (request.getServletPath().equals("/health")) {
            if (insider) {
                chain.doFilter(request, response);
            } else {
                BriefHealth.answer(request, response, chain);
            }
        } else if (verdict.refusal().isPresent()) {
            reporter.answer(verdict.refusal().get(), request, response, null);
        } else if (!insider && !OURS.contains(request.getHttpServletMapping().getServletName())) {
            ErrorCode code = verdict.caller().isPresent() ? ErrorCode.FORBIDDEN : ErrorCode.UNAUTHENTICATED;
            reporter.answer(
                    Problem.of(code, false, "This is for people who are logged in and for pipelines."),
                    request,
                    response,
                    null);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean insider(CallerIdentity caller) {
        return caller.roles().stream().anyMatch(MAY_LOOK_INSIDE::contains);
    }
}

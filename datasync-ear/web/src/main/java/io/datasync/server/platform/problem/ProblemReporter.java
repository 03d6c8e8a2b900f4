package io.datasync.server.platform.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** Logs and counts every problem that is answered, and writes it where no JAX-RS does. Thread-safe. */
@ApplicationScoped
public class ProblemReporter {
    private static final System.Logger LOG = System.getLogger(ProblemReporter.class.getName());

    @Inject
    private MetricRegistry metrics;

    /**
     * One log line, one count. A failure of the server is a warning with the stack trace; what the caller did wrong is
     * information.
     */
    void report(Problem problem, HttpServletRequest request, @Nullable Throwable cause) {
        metrics.counter("datasync_http_errors_total", new Tag("code", problem.code()))
                .inc();
        String line = "event=problem status=" + problem.status() + " code=" + problem.code() + " method="
                + printable(request.getMethod()) + " path=" + printable(path(request)) + " correlation="
                + Correlation.of(request) + " detail=\"" + printable(problem.detail()) + "\"";
        if (problem.status() == 500) {
            LOG.log(System.Logger.Level.WARNING, line, cause);
        } else {
            LOG.log(System.Logger.Level.INFO, line);
        }
    }

    /** Answers with the problem; does nothing more than log when the answer has begun already. */
    public void answer(
            Problem problem, HttpServletRequest request, HttpServletResponse response, @Nullable Throwable cause)
            throws IOException {
        report(problem, request, cause);
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        if (problem.hasRetryAfter()) {
            response.setHeader("Retry-After", Integer.toString(Problem.RETRY_SECONDS));
        }
        if (problem.status() == 401) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        byte[] body =
                problem.json(request.getContextPath(), Correlation.of(request)).getBytes(StandardCharsets.UTF_8);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** In an error page the address that was asked for, not that of the page. */
    private static @Nullable String path(HttpServletRequest request) {
        Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return asked instanceof String uri ? uri : request.getRequestURI();
    }

    /** Text of a request may hold anything; a log line must stay one line. */
    public static String printable(@Nullable String text) {
        return text == null ? "-" : text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}

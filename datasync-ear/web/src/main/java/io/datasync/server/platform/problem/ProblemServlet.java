package io.datasync.server.platform.problem;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The error page of everything that is not JAX-RS: unknown paths, other servlets, refusals by the container. */
@WebServlet("/internal/problem")
public class ProblemServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient ProblemReporter reporter;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            reporter.answer(Problems.ofStatus(404), request, response, null);
            return;
        }
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        if (thrown instanceof Throwable cause) {
            reporter.answer(Problems.of(cause), request, response, cause);
        } else {
            reporter.answer(Problems.ofStatus(status instanceof Integer code ? code : 500), request, response, null);
        }
    }
}

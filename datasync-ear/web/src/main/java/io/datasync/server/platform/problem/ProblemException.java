package io.datasync.server.platform.problem;

/**
 * Ends a request with a problem of HTTP that no rule of core knows. For resources and filters; what may happen below them is a
 * {@code SyncException}.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Ends with this problem. */
    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    /** A value of the request that is not allowed; the detail names it. */
    public static ProblemException invalid(String detail) {
        return new ProblemException(Problem.of(HttpCode.REQUEST_INVALID, detail));
    }

    /** The problem. */
    public Problem problem() {
        return problem;
    }
}

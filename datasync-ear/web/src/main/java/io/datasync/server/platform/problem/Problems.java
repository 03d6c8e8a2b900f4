package io.datasync.server.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Which problem an exception is. Pure. */
public final class Problems {
    private static final int DEPTH_MAX = 20;

    private Problems() {}

    /**
     * The problem of whatever a request ended with. The outermost of its causes that says something about itself decides, then
     * the status that JAX-RS chose; a body that was too large is that even where a parser called it malformed. What nobody knows is {@code server_error}, and its message is not told.
     */
    public static Problem of(Throwable thrown) {
        @Nullable Throwable current = thrown;
        @Nullable Problem outermost = null;
        @Nullable Problem byStatus = null;
        for (int depth = 0; current != null && depth < DEPTH_MAX; depth++) {
            if (current instanceof BodyTooLargeException tooLarge) {
                return Problem.of(ErrorCode.MESSAGE_TOO_LARGE, false, String.valueOf(tooLarge.getMessage()));
            }
            if (outermost == null) {
                outermost = known(current);
            }
            if (byStatus == null && current instanceof WebApplicationException http) {
                byStatus = ofStatus(http.getResponse().getStatus());
            }
            current = current.getCause();
        }
        if (outermost != null) {
            return outermost;
        }
        if (byStatus != null) {
            return byStatus;
        }
        return Problem.of(ErrorCode.SERVER_ERROR, false, "The server failed; its log has the correlation id.");
    }

    private static @Nullable Problem known(Throwable thrown) {
        if (thrown instanceof ProblemException problem) {
            return problem.problem();
        }
        if (thrown instanceof SyncException failure) {
            return Problem.of(failure);
        }
        if (thrown instanceof JsonbException
                || thrown instanceof JsonException
                || thrown instanceof JsonProcessingException) {
            return Problem.of(ErrorCode.MESSAGE_MALFORMED, false, "The body is not the JSON that this address takes.");
        }
        if (thrown instanceof SQLException failure && passing(failure)) {
            return Problem.of(ErrorCode.INDEX_UNAVAILABLE, true, "The database cannot be reached or is busy.");
        }
        return null;
    }

    /** The problem for a status that somebody else chose, Payara or JAX-RS for example. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 401 ->
                Problem.of(ErrorCode.UNAUTHENTICATED, false, "Log in, or send a key or a secret that is known.");
            case 403 -> Problem.of(ErrorCode.FORBIDDEN, false, "The role of the caller does not allow this.");
            case 404 -> Problem.of(HttpCode.NOT_FOUND, "There is nothing at this address.");
            case 405 -> Problem.of(HttpCode.METHOD_NOT_ALLOWED, "The header Allow names the methods it takes.");
            case 406 -> Problem.of(HttpCode.NOT_ACCEPTABLE, "The header Accept names nothing that is offered here.");
            case 409 -> Problem.of(HttpCode.CONFLICT, "The request does not fit the state it would change.");
            case 413 -> Problem.of(ErrorCode.MESSAGE_TOO_LARGE, false, "The body is larger than this address takes.");
            case 415 -> Problem.of(HttpCode.UNSUPPORTED_MEDIA_TYPE, "The header Content-Type names another type.");
            case 429 -> Problem.of(ErrorCode.RATE_LIMITED, true, "Too many requests.");
            case 501 -> Problem.of(HttpCode.METHOD_UNKNOWN, "The method of the request is not one of this server.");
            case 503 -> Problem.of(HttpCode.NOT_READY, "The server cannot answer now.");
            default ->
                status >= 400 && status < 500
                        ? new Problem(
                                ErrorCode.MESSAGE_MALFORMED.text(),
                                status,
                                ErrorCode.MESSAGE_MALFORMED.meaning(),
                                "The request cannot be read.",
                                false)
                        : Problem.of(
                                ErrorCode.SERVER_ERROR, false, "The server failed; its log has the correlation id.");
        };
    }

    /** Lost connections, deadlocks, lock and query time-outs, and an exhausted pool pass by themselves. */
    private static boolean passing(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || (state != null && (state.startsWith("08") || state.startsWith("40") || state.startsWith("57P")))
                || String.valueOf(failure.getMessage()).startsWith("Error in allocating a connection");
    }
}

package io.datasync.server.platform.problem;

import java.util.Locale;

/** Codes of what goes wrong with a request before any rule of core is asked; beside {@code ErrorCode}, never overlapping it. */
public enum HttpCode {
    NOT_FOUND(404, "There is nothing at this address."),
    METHOD_NOT_ALLOWED(405, "This address does not take this method."),
    METHOD_UNKNOWN(501, "No address takes this method."),
    NOT_ACCEPTABLE(406, "The answer is not available in the form asked for."),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is not of the type that this address takes."),
    REQUEST_INVALID(400, "The request is understood, but a value in it is not allowed."),
    CONFLICT(409, "The request does not fit the state it would change."),
    PRECONDITION_FAILED(412, "What the request would change is not what its sender has seen."),
    PRECONDITION_REQUIRED(428, "The request must say which revision its sender has seen."),
    NOT_READY(503, "The server is starting, or something it needs is missing.");

    private final int status;
    private final String meaning;

    HttpCode(int status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /** The code as it travels. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    int status() {
        return status;
    }

    String meaning() {
        return meaning;
    }
}

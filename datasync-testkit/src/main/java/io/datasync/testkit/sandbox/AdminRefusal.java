package io.datasync.testkit.sandbox;

import java.io.Serial;

/** The server refused a request: the status, and the code of its problem document. */
public final class AdminRefusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    AdminRefusal(String request, int status, String body) {
        super(request + " was refused with " + status + ": " + body);
        this.status = status;
        this.code = code(body);
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }

    /** The stable code of the problem; empty when the answer was no problem document. */
    public String code() {
        return code;
    }

    private static String code(String body) {
        try {
            Json problem = Json.parse(body);
            return problem.has("code") ? problem.get("code").text() : "";
        } catch (IllegalStateException e) {
            return "";
        }
    }
}

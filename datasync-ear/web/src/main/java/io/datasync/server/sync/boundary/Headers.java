package io.datasync.server.sync.boundary;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Headers that a message cannot do without. */
final class Headers {
    private Headers() {}

    /**
     * The value of a header.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when there is none
     */
    static String required(HttpServletRequest request, String name) throws SyncException {
        @Nullable String value = request.getHeader(name);
        if (value == null) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "The header " + name + " is missing.");
        }
        return value;
    }
}

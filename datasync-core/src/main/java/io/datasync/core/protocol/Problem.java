package io.datasync.core.protocol;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.Optional;

/**
 * A refusal as it travels: what a client needs of an RFC 9457 document (API-8).
 *
 * @param status of HTTP
 * @param code the stable code; of a newer version it may be unknown here
 * @param retryable whether the same request, made again later, may succeed without anybody's help
 * @param detail what happened, in a sentence
 * @param correlationId by which the server's log has it
 */
public record Problem(int status, String code, boolean retryable, String detail, Optional<String> correlationId) {
    /** A failure of ours. */
    public static Problem of(int status, SyncException failure, Optional<String> correlationId) {
        return new Problem(status, failure.code().text(), failure.retryable(), failure.getMessage(), correlationId);
    }

    /**
     * What an answer means that carries no such document, such as one of a proxy on the way. Only what may pass by itself is retryable;
     * none of it stops an agent from archiving (D-22).
     */
    public static Problem ofStatus(int status) {
        ErrorCode code =
                switch (status) {
                    case 401 -> ErrorCode.UNAUTHENTICATED;
                    case 403 -> ErrorCode.FORBIDDEN;
                    case 413 -> ErrorCode.MESSAGE_TOO_LARGE;
                    case 429 -> ErrorCode.RATE_LIMITED;
                    case 502, 503, 504 -> ErrorCode.SERVER_UNREACHABLE;
                    default -> ErrorCode.SERVER_ERROR;
                };
        boolean retryable = status == 408 || status == 429 || status >= 500;
        return new Problem(
                status,
                code.text(),
                retryable,
                "The server answered " + status + " without a reason.",
                Optional.empty());
    }

    /** The failure that the rules threw, or {@code SERVER_ERROR} for a code that this version does not know. */
    public SyncException failure() {
        Optional<ErrorCode> known = ErrorCode.ofText(code);
        return known.isPresent()
                ? new SyncException(known.get(), retryable, detail)
                : new SyncException(ErrorCode.SERVER_ERROR, retryable, code + ": " + detail);
    }
}

package io.datasync.core.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure that can happen in operation, so that the caller must decide.
 *
 * <p>What only a bug can cause is an {@link IllegalArgumentException} or {@link IllegalStateException} instead.
 */
public final class SyncException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean retryable;
    private final @Nullable Duration retryAfter;

    /**
     * A failure without an underlying one.
     *
     * @param retryable whether the same call, made again later, may succeed without anybody's help
     * @param message what happened, in a sentence, with the value at fault; never a secret
     */
    public SyncException(ErrorCode code, boolean retryable, String message) {
        this(code, retryable, message, null);
    }

    /** A failure with the exception that caused it. */
    public SyncException(ErrorCode code, boolean retryable, String message, @Nullable Throwable cause) {
        this(code, retryable, message, cause, null);
    }

    private SyncException(
            ErrorCode code,
            boolean retryable,
            String message,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
    }

    /**
     * A failure that may pass by itself, not before some time is over.
     *
     * @param retryAfter how long the other side asked to be left alone; zero or more
     */
    public static SyncException passing(ErrorCode code, String message, Duration retryAfter) {
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("Nobody can have waited longer already: " + retryAfter);
        }
        return new SyncException(code, true, message, null, retryAfter);
    }

    /** A failure that stays until somebody does something. */
    public static SyncException permanent(ErrorCode code, String message) {
        return new SyncException(code, false, message);
    }

    /** A failure that may pass by itself. */
    public static SyncException passing(ErrorCode code, String message) {
        return new SyncException(code, true, message);
    }

    /** What kind of failure it is, which decides what the caller does and which name logs, results and the wire give it. */
    public ErrorCode code() {
        return code;
    }

    /**
     * Whether the same call, made again later, may succeed without anybody's help. It does not say whether the call took effect: that is
     * for the code ({@link ErrorCode#OUTCOME_UNKNOWN}) and the contract of the call.
     */
    public boolean retryable() {
        return retryable;
    }

    /** How long the other side asked to be left alone before the next try (Retry-After); empty when it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The message, always present, unlike that of other throwables. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.meaning() : message;
    }
}

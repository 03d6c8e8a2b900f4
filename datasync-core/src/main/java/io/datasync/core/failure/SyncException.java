package io.datasync.core.failure;

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
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
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

    /** The message, always present, unlike that of other throwables. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? code.meaning() : message;
    }
}

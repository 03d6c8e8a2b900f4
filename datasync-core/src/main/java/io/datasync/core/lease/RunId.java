package io.datasync.core.lease;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.regex.Pattern;

/**
 * One execution of a job; made by the agent, and the idempotency key and correlation id of all its messages (RUN-3).
 *
 * @param text 1 to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit
 */
public record RunId(String text) implements Comparable<RunId> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public RunId {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("Not an id: " + text);
        }
    }

    /**
     * The id of text that came from elsewhere.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when it is not one
     */
    public static RunId parse(String text) throws SyncException {
        if (!ALLOWED.matcher(text).matches()) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not an id of a run: " + text);
        }
        return new RunId(text);
    }

    @Override
    public int compareTo(RunId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}

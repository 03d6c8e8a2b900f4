package io.datasync.core.lease;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.regex.Pattern;

/**
 * A registered measurement PC.
 *
 * @param text 1 to 64 letters, digits, dots, hyphens and underscores, starting with a letter or digit
 */
public record RunnerId(String text) implements Comparable<RunnerId> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public RunnerId {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("Not an id: " + text);
        }
    }

    /**
     * The id of text that came from elsewhere.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when it is not one
     */
    public static RunnerId parse(String text) throws SyncException {
        if (!ALLOWED.matcher(text).matches()) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not an id of a runner: " + text);
        }
        return new RunnerId(text);
    }

    @Override
    public int compareTo(RunnerId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}

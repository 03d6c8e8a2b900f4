package io.datasync.core.lease;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.regex.Pattern;

/**
 * One source tree of a runner and where it is archived.
 *
 * @param text 1 to {@value #CHARS_MAX} letters, digits, dots, hyphens and underscores, starting with a letter or digit; and for the job of a
 *     PC that stands aside, {@value #ASIDE_MARK} and what names the PC (D-27)
 */
public record JobId(String text) implements Comparable<JobId> {
    /** The most characters of an id. */
    public static final int CHARS_MAX = 64;

    /** Stands in the ids of jobs that the server makes for a PC that stands aside, and in no other. */
    public static final String ASIDE_MARK = "~";

    private static final Pattern ALLOWED = Pattern.compile(
            "(?=.{1," + CHARS_MAX + "}$)[A-Za-z0-9][A-Za-z0-9._-]*(" + ASIDE_MARK + "[A-Za-z0-9][A-Za-z0-9._]*)?");

    public JobId {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException("Not an id: " + text);
        }
    }

    /**
     * The id of text that came from elsewhere.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when it is not one
     */
    public static JobId parse(String text) throws SyncException {
        if (!ALLOWED.matcher(text).matches()) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not an id of a job: " + text);
        }
        return new JobId(text);
    }

    /** Whether it is the job of a PC that stands aside (D-27): no person may give a job such an id. */
    public boolean isAside() {
        return text.contains(ASIDE_MARK);
    }

    @Override
    public int compareTo(JobId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package io.datasync.core.lease;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.regex.Pattern;

/**
 * A number that only grows, given to each run of a job, so that a run that was overtaken cannot write (RUN-2).
 *
 * <p>The epoch grows at the first open after a start of the server and with every restore, so that a restored database never issues an
 * old token again (D-20). Tokens are checked by equality with the job's newest.
 *
 * @param epoch kept in the database and on the share
 * @param counter grows with each run opened
 */
public record FencingToken(long epoch, long counter) implements Comparable<FencingToken> {
    /** Lower than every token that is given. */
    public static final FencingToken NONE = new FencingToken(0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");

    public FencingToken {
        if (epoch < 0 || counter < 0) {
            throw new IllegalArgumentException("A token cannot be negative: " + epoch + "." + counter);
        }
    }

    /**
     * The token of its text form.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED}
     */
    public static FencingToken parse(String text) throws SyncException {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "Not a fencing token: " + text);
        }
        return new FencingToken(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)));
    }

    @Override
    public int compareTo(FencingToken other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(counter, other.counter);
    }

    /** {@code epoch.counter}. */
    @Override
    public String toString() {
        return epoch + "." + counter;
    }
}

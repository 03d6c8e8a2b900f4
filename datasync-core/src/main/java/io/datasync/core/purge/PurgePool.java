package io.datasync.core.purge;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A pool: the roots of a PC that share one limit, beyond which the PC deletes (D-11). Jobs with the same pool's name belong together.
 *
 * @param name what the pool is called on its PC: 1 to {@value #NAME_MAX} letters, digits, dots, hyphens and underscores, starting with a
 *     letter or digit
 * @param filesMax the most files that are kept, at least 1; empty when no such limit is known
 * @param bytesMax the most bytes that are kept, at least 1; empty when no such limit is known
 */
public record PurgePool(String name, OptionalLong filesMax, OptionalLong bytesMax) {
    /** The longest name. */
    public static final int NAME_MAX = 64;

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public PurgePool {
        if (!ALLOWED.matcher(name).matches() || !isPossible(filesMax) || !isPossible(bytesMax)) {
            throw new IllegalArgumentException(
                    "Not possible: pool '" + name + "' of " + filesMax + " files and " + bytesMax + " bytes");
        }
    }

    /**
     * The pool of values that came from elsewhere.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED} when they are none
     */
    public static PurgePool parse(String name, OptionalLong filesMax, OptionalLong bytesMax) throws SyncException {
        if (!ALLOWED.matcher(name).matches()) {
            throw SyncException.permanent(
                    ErrorCode.MESSAGE_MALFORMED,
                    "A pool's name has 1 to " + NAME_MAX + " letters, digits, dots, hyphens and underscores");
        }
        if (!isPossible(filesMax) || !isPossible(bytesMax)) {
            throw SyncException.permanent(ErrorCode.MESSAGE_MALFORMED, "A pool's limit is at least 1");
        }
        return new PurgePool(name, filesMax, bytesMax);
    }

    private static boolean isPossible(OptionalLong limit) {
        return limit.isEmpty() || limit.getAsLong() >= 1;
    }

    /** Whether any limit is known. */
    public boolean hasLimit() {
        return filesMax.isPresent() || bytesMax.isPresent();
    }
}

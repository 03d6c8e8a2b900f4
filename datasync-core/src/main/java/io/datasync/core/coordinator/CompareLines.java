package io.datasync.core.coordinator;

import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.CompareLine;
import org.jspecify.annotations.Nullable;

/** The lines of a comparison, pulled one by one so that no side holds them all. For one thread. */
@FunctionalInterface
public interface CompareLines {
    /**
     * The next line, or {@code null} after the last.
     *
     * @throws SyncException {@code MESSAGE_MALFORMED}, {@code MESSAGE_TRUNCATED}, {@code MESSAGE_TOO_LARGE}, {@code PATH_INVALID}
     */
    @Nullable
    CompareLine next() throws SyncException;
}

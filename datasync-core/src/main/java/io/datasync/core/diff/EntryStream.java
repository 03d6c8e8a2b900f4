package io.datasync.core.diff;

import io.datasync.core.failure.SyncException;
import org.jspecify.annotations.Nullable;

/**
 * Gives things one by one, in the canonical order of the entries they stand for, none twice.
 *
 * <p>A scan of a folder and a cursor of a journal are used as one by their {@code next} method. For one thread; may block.
 */
@FunctionalInterface
public interface EntryStream<T> {
    /**
     * The next one, or {@code null} after the last.
     *
     * @throws SyncException whatever the source of the stream throws; the stream is of no use afterwards
     */
    @Nullable
    T next() throws SyncException;
}

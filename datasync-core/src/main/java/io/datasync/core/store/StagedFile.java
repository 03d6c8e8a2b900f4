package io.datasync.core.store;

import io.datasync.core.failure.SyncException;
import java.nio.ByteBuffer;

/**
 * A file being written in staging, front to back.
 *
 * <p>Where {@link StoreCapabilities#checksRanges} holds, {@link #write} has compared the checksum that the share computed for the range
 * with that of the bytes given. For one thread. Closing without {@link #finish} leaves the staged file for the next attempt or
 * {@link ArchiveStore#discard}.
 */
public interface StagedFile extends AutoCloseable {
    /**
     * Writes the remaining bytes of the buffer and leaves none.
     *
     * @throws SyncException {@code CONTENT_DIFFERS} when the share computed another checksum; and as {@link ArchiveStore}
     */
    void write(ByteBuffer bytes) throws SyncException;

    /**
     * Says that all bytes are written.
     *
     * @throws SyncException as {@link ArchiveStore}
     * @throws IllegalStateException when fewer or more bytes than announced were written
     */
    void finish() throws SyncException;

    /** Ends writing. Never throws. */
    @Override
    void close();
}

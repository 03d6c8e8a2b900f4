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
     * Writes the remaining bytes of the buffer and leaves none. Of a file that was resumed, sends them only where the share has others.
     *
     * <p>After a failure the buffer is as it was, and nothing counts as written: the same call may be made again; but after
     * {@code OUTCOME_UNKNOWN} and {@code CONTENT_DIFFERS} the file must be staged or resumed anew.
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

    /** How many of the bytes written were sent to the share; fewer than all where an earlier attempt had sent them. Does not block. */
    long sentBytes();

    /** Ends writing. Never throws. */
    @Override
    void close();
}

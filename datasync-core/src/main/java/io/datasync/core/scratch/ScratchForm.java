package io.datasync.core.scratch;

import io.datasync.core.failure.SyncException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How a value lies in a {@link ScratchFile}; read by the process that wrote it and by no other, so it may change at will. */
public interface ScratchForm<T> {
    /** Writes a value. */
    void write(DataOutput out, T value) throws IOException;

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws SyncException what the value's own parser has against it: somebody else wrote in the file
     */
    T read(DataInput in) throws IOException, SyncException;
}

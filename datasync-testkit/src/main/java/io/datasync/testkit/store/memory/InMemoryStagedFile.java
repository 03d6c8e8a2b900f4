package io.datasync.testkit.store.memory;

import io.datasync.core.failure.SyncException;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.StagingName;
import io.datasync.testkit.store.memory.InMemoryShare.Staged;
import java.nio.ByteBuffer;

/** A file being written in memory. Strict: bytes too many or too few, and a write after the end, are the caller's bugs. */
final class InMemoryStagedFile implements StagedFile {
    private final InMemoryShare share;
    private final Precondition precondition;
    private final StagingName name;
    private final Staged file;
    private long sent;

    /** What holds whenever a call begins. */
    @FunctionalInterface
    interface Precondition {
        void check() throws SyncException;
    }

    InMemoryStagedFile(InMemoryShare share, Precondition precondition, StagingName name, Staged file) {
        this.share = share;
        this.precondition = precondition;
        this.name = name;
        this.file = file;
    }

    @Override
    public void write(ByteBuffer bytes) throws SyncException {
        synchronized (share) {
            precondition.check();
            if (file.finished || bytes.remaining() > share.capabilities().rangeMaxBytes()) {
                throw new IllegalStateException("Not to be written now: " + bytes.remaining() + " bytes of " + name);
            }
            if (bytes.remaining() > file.bytes.length - file.written) {
                throw new IllegalStateException("More than the announced bytes for " + name);
            }
            int n = bytes.remaining();
            boolean isThere = file.written + n <= file.earlier
                    && ByteBuffer.wrap(file.bytes, file.written, n).equals(bytes);
            bytes.get(file.bytes, file.written, n);
            file.written += n;
            sent += isThere ? 0 : n;
        }
    }

    @Override
    public void finish() throws SyncException {
        synchronized (share) {
            precondition.check();
            if (file.written != file.bytes.length) {
                throw new IllegalStateException("Fewer than the announced bytes for " + name);
            }
            file.finished = true;
        }
    }

    @Override
    public long sentBytes() {
        return sent;
    }

    @Override
    public void close() {
        synchronized (share) {
            share.closed(this);
        }
    }

    @Override
    public String toString() {
        return "staged file " + name;
    }
}

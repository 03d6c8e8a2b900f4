package io.datasync.agent.client;

import io.datasync.core.scratch.ScratchFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A body, in memory while it is short and on the local disk when it is long (AGT-11). Written whole, then read as often as needed. For one
 * thread at a time, but for {@link #discard}.
 */
final class Spool extends OutputStream {
    /** So much is held in memory. */
    static final int MEMORY_BYTES = 1 << 20;

    private final Path scratch;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private @Nullable ScratchFile file;
    private boolean discarded;

    /**
     * An empty body.
     *
     * @param scratch a folder for a long one
     */
    Spool(Path scratch) {
        this.scratch = scratch;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        if (discarded) {
            throw new IOException("nobody waits for it any more");
        }
        if (file == null && memory.size() + length <= MEMORY_BYTES) {
            memory.write(bytes, offset, length);
            return;
        }
        if (file == null) {
            file = ScratchFile.in(scratch);
            memory.writeTo(file.append());
            memory.reset();
        }
        file.append().write(bytes, offset, length);
    }

    synchronized long sizeBytes() {
        return file == null ? memory.size() : file.sizeBytes();
    }

    /** What was written, from its first byte on. */
    synchronized InputStream open() {
        return file == null ? new ByteArrayInputStream(memory.toByteArray()) : file.read(0, file.sizeBytes());
    }

    /** Frees the disk, whoever still writes. Repeating it changes nothing. */
    synchronized void discard() {
        discarded = true;
        if (file != null) {
            file.close();
        }
    }
}

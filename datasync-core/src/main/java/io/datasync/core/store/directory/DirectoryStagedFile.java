package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.disk.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file being written in the staging folder. */
final class DirectoryStagedFile implements StagedFile {
    private final Path file;
    private final long sizeBytes;
    private final FileChannel channel;
    private @Nullable InputStream earlier;
    private long written;
    private long sent;

    private DirectoryStagedFile(Path file, long sizeBytes, FileChannel channel, @Nullable InputStream earlier) {
        this.file = file;
        this.sizeBytes = sizeBytes;
        this.channel = channel;
        this.earlier = earlier;
    }

    /**
     * Begins a new file. One that an earlier attempt left is removed, not emptied: after a crash in the middle of a publish it is the
     * published file under its other name.
     */
    static DirectoryStagedFile begin(Path file, long sizeBytes) throws SyncException, IOException {
        Set<? extends OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            return new DirectoryStagedFile(file, sizeBytes, FileChannel.open(file, options), null);
        } catch (FileAlreadyExistsException left) {
            ControlFiles.discard(file);
            return new DirectoryStagedFile(file, sizeBytes, FileChannel.open(file, options), null);
        }
    }

    /**
     * Goes on with a file that an earlier attempt left, and that has this name alone.
     *
     * @param earlier what the disk has of it, from its beginning; closed with this file
     */
    static DirectoryStagedFile resume(Path file, long sizeBytes, InputStream earlier) throws IOException {
        Set<? extends OpenOption> options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(file, options);
        try {
            channel.truncate(sizeBytes);
            return new DirectoryStagedFile(file, sizeBytes, channel, earlier);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws SyncException {
        int length = bytes.remaining();
        if (length > sizeBytes - written) {
            throw new IllegalStateException("More than the announced " + sizeBytes + " bytes for " + file);
        }
        if (!isThere(bytes)) {
            writeAll(bytes.duplicate());
            sent += length;
        }
        bytes.position(bytes.limit());
        written += length;
    }

    /** Whether the disk has these very bytes at this place. What cannot be read is written again. */
    private boolean isThere(ByteBuffer bytes) throws SyncException {
        InputStream in = earlier;
        if (in == null) {
            return false;
        }
        try {
            byte[] there = in.readNBytes(bytes.remaining());
            if (there.length < bytes.remaining()) {
                forgetEarlier();
            }
            return ByteBuffer.wrap(there).equals(bytes);
        } catch (IOException e) {
            forgetEarlier();
            if (Failures.code(e) == ErrorCode.INTERRUPTED) {
                throw Failures.of(e, "read", file);
            }
            return false;
        }
    }

    private void writeAll(ByteBuffer bytes) throws SyncException {
        try {
            long position = written;
            while (bytes.hasRemaining()) {
                position += channel.write(bytes, position);
            }
        } catch (IOException e) {
            // A repeat would find the stream behind this range.
            forgetEarlier();
            throw Failures.of(e, "write", file);
        }
    }

    private void forgetEarlier() {
        InputStream in = earlier;
        earlier = null;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                // It was only read.
                return;
            }
        }
    }

    @Override
    public void finish() throws SyncException {
        if (written != sizeBytes) {
            throw new IllegalStateException(written + " of the announced " + sizeBytes + " bytes for " + file);
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw Failures.of(e, "write", file);
        }
    }

    @Override
    public long sentBytes() {
        return sent;
    }

    @Override
    public void close() {
        forgetEarlier();
        try {
            channel.close();
        } catch (IOException e) {
            // The file was finished before, or is abandoned.
            return;
        }
    }
}

package io.datasync.core.store.directory;

import io.datasync.core.failure.SyncException;
import io.datasync.core.store.StagedFile;
import io.datasync.core.store.disk.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file being written in the staging folder. */
final class DirectoryStagedFile implements StagedFile {
    private final Path file;
    private final long sizeBytes;
    private final FileChannel channel;
    private long written;

    private DirectoryStagedFile(Path file, long sizeBytes, FileChannel channel) {
        this.file = file;
        this.sizeBytes = sizeBytes;
        this.channel = channel;
    }

    /**
     * Begins a new file. One that an earlier attempt left is removed, not emptied: after a crash in the middle of a publish it is the
     * published file under its other name.
     */
    static DirectoryStagedFile begin(Path file, long sizeBytes) throws SyncException, IOException {
        Set<? extends OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            return new DirectoryStagedFile(file, sizeBytes, FileChannel.open(file, options));
        } catch (FileAlreadyExistsException left) {
            ControlFiles.discard(file);
            return new DirectoryStagedFile(file, sizeBytes, FileChannel.open(file, options));
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws SyncException {
        written += bytes.remaining();
        if (written > sizeBytes) {
            throw new IllegalStateException("More than the announced " + sizeBytes + " bytes for " + file);
        }
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw Failures.of(e, "write", file);
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
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The file was finished before, or is abandoned.
            return;
        }
    }
}

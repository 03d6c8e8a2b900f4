package io.datasync.core.journal.file;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a folder against other processes, and other users of it in this one. It ends with the process. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws SyncException {@code HOME_BUSY} when somebody has it; {@code JOURNAL_IO} when the file cannot be made
     */
    static FolderLock take(Path file) throws SyncException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.JOURNAL_IO, true, "Cannot lock " + file + ": " + e.getMessage(), e);
        }
        boolean taken = false;
        try {
            taken = isLocked(channel);
        } catch (IOException e) {
            throw new SyncException(ErrorCode.JOURNAL_IO, true, "Cannot lock " + file + ": " + e.getMessage(), e);
        } finally {
            if (!taken) {
                close(channel);
            }
        }
        if (!taken) {
            throw SyncException.passing(ErrorCode.HOME_BUSY, "Somebody else works with the journal of " + file);
        }
        return new FolderLock(channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It ends with the process at the latest.
        }
    }
}

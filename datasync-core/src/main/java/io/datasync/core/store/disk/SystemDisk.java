package io.datasync.core.store.disk;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code fsync} for one file, the command {@code sync -f} for a file system, a listing for a name. */
public final class SystemDisk implements Disk {
    @Override
    public void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (FileSystemException e) {
            throw "Not a directory".equals(e.getReason()) ? new NoSuchFileException(path.toString()) : e;
        }
    }

    @Override
    public boolean sync(Path place, Duration timeout) throws SyncException {
        Process process;
        try {
            process = new ProcessBuilder(List.of("sync", "-f", place.toString()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException noSuchCommand) {
            return false;
        }
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw SyncException.passing(
                        ErrorCode.SHARE_UNREACHABLE, "The file system of " + place + " was not durable in " + timeout);
            }
            return process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, true, "Interrupted in a barrier", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public boolean lists(Path path) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Disk.parent(path))) {
            for (Path entry : entries) {
                if (entry.equals(path)) {
                    return true;
                }
            }
            return false;
        }
    }
}

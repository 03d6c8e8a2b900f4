package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Makes durable what was done since the last barrier (D-7): {@code sync -f} where that works, else each file and folder by itself.
 *
 * <p>What was done is remembered even where {@code sync -f} works, since it may fail at any time. Thread-safe: what was noted before a
 * barrier began is covered by it, what is noted meanwhile by the next.
 */
final class Durability {
    /** When so much waits, the caller who adds more pays for a barrier. */
    private static final int NOTED_MAX = 20_000;

    private final Path place;
    private final boolean wholeFileSystem;
    private final Duration syncTimeout;
    private final Object lock = new Object();
    private Set<Path> files = new LinkedHashSet<>();
    private Set<Path> folders = new LinkedHashSet<>();

    /** Barriers for the file system of {@code place}. */
    Durability(Path place, DirectoryOptions options) {
        this.place = place;
        this.wholeFileSystem = options.wholeFileSystem();
        this.syncTimeout = options.syncTimeout();
    }

    /** A file got a name. */
    void named(Path file) throws SyncException {
        boolean full;
        synchronized (lock) {
            files.add(file);
            folders.add(Folders.parent(file));
            full = files.size() >= NOTED_MAX;
        }
        if (full) {
            barrier();
        }
    }

    /** A folder gained or lost a name. */
    void changed(Path folder) {
        synchronized (lock) {
            folders.add(folder);
        }
    }

    void barrier() throws SyncException {
        Set<Path> filesBefore;
        Set<Path> foldersBefore;
        synchronized (lock) {
            filesBefore = files;
            foldersBefore = folders;
            files = new LinkedHashSet<>();
            folders = new LinkedHashSet<>();
        }
        boolean done = false;
        try {
            if (!wholeFileSystem || !synced()) {
                for (Path file : filesBefore) {
                    force(file);
                }
                for (Path folder : foldersBefore) {
                    force(folder);
                }
            }
            done = true;
        } finally {
            if (!done) {
                synchronized (lock) {
                    files.addAll(filesBefore);
                    folders.addAll(foldersBefore);
                }
            }
        }
    }

    /** Whether the whole file system is durable now; {@code false} when that cannot be said, and forcing must tell. */
    private boolean synced() throws SyncException {
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
            if (!process.waitFor(syncTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw SyncException.passing(
                        ErrorCode.SHARE_UNREACHABLE,
                        "The file system of " + place + " was not durable in " + syncTimeout);
            }
            return process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, true, "Interrupted in a barrier", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Makes one file or folder durable; one that got another name since was noted under that too. */
    static void force(Path path) throws SyncException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException moved) {
            return;
        } catch (IOException e) {
            throw Failures.of(e, "make durable", path);
        }
    }
}

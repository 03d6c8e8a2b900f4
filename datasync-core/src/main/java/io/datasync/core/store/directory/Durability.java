package io.datasync.core.store.directory;

import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Makes durable what was done since the last barrier (D-7): {@code sync -f} where that works, else each file and folder by itself.
 *
 * <p>What was done is remembered even where {@code sync -f} works, since it may fail at any time. Thread-safe: what was noted before a
 * barrier began is covered by it, what is noted meanwhile by the next.
 */
final class Durability {
    /** When so much waits, the caller who adds more pays for a barrier. */
    private static final int NOTED_MAX = 20_000;

    private final Disk disk;
    private final Path place;
    private final boolean wholeFileSystem;
    private final Duration syncTimeout;
    private final Object lock = new Object();
    private Set<Path> files = new LinkedHashSet<>();
    private Set<Path> folders = new LinkedHashSet<>();

    /** Barriers for the file system of {@code place}. */
    Durability(Disk disk, Path place, DirectoryOptions options) {
        this.disk = disk;
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
            if (!wholeFileSystem || !disk.sync(place, syncTimeout)) {
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

    /** Makes one file or folder durable; one that got another name since was noted under that too. */
    void force(Path path) throws SyncException {
        try {
            disk.force(path);
        } catch (NoSuchFileException moved) {
            return;
        } catch (IOException e) {
            throw Failures.of(e, "make durable", path);
        }
    }
}

package io.datasync.core.store.disk;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes durable what was done since the last barrier (D-7): {@code sync -f} where that works, else each file and folder by itself.
 *
 * <p>What was done is remembered even where {@code sync -f} works, since it may fail at any time. Thread-safe: what was noted before a
 * barrier began is covered by it, what is noted meanwhile by the next. Each call throws what its disk throws, {@code SHARE_UNREACHABLE} and the like.
 */
public final class Durability {
    /** When so much waits, the caller who adds more pays for a barrier. */
    private static final int NOTED_MAX = 20_000;

    private final Disk disk;
    private final Path root;
    private final boolean wholeFileSystem;
    private final Duration syncTimeout;
    private final Lock oneAtATime = new ReentrantLock();
    private final Object lock = new Object();
    private Set<Path> files = new LinkedHashSet<>();
    private Set<Path> folders = new LinkedHashSet<>();
    private @Nullable SyncException untold;

    /**
     * Barriers for the file system of {@code root}, the archive.
     *
     * @param wholeFileSystem whether {@code sync -f} is tried first
     * @param syncTimeout how long it may take before the share counts as unreachable
     */
    public Durability(Disk disk, Path root, boolean wholeFileSystem, Duration syncTimeout) {
        this.disk = disk;
        this.root = root;
        this.wholeFileSystem = wholeFileSystem;
        this.syncTimeout = syncTimeout;
    }

    /** A file has a name that the next barrier makes durable, with the folders on its way. */
    public void named(Path file) throws SyncException {
        boolean full;
        synchronized (lock) {
            files.add(file);
            noteFolders(Disk.parent(file));
            full = files.size() >= NOTED_MAX;
        }
        if (full) {
            early();
        }
    }

    /** A folder gained or lost a name, or shall be durable itself. */
    public void changed(Path folder) {
        synchronized (lock) {
            noteFolders(folder);
        }
    }

    /** Those above are noted too: an earlier process may have made them and not come to a barrier. */
    private void noteFolders(Path folder) {
        Path each = folder;
        while (folders.add(each) && !each.equals(root)) {
            each = Disk.parent(each);
        }
    }

    private void early() throws SyncException {
        try {
            one(false);
        } catch (SyncException e) {
            synchronized (lock) {
                untold = e;
            }
            throw e;
        }
    }

    /**
     * Makes durable what was noted before; see {@code ArchiveStore.barrier}.
     *
     * @throws SyncException also for an earlier failure that nobody was told of
     */
    public void barrier() throws SyncException {
        one(true);
    }

    /**
     * One barrier at a time: one that began later must not return while the files it would cover are still being forced.
     *
     * @param tell whether to throw what an early barrier failed with, since its failure concerns files of every caller
     */
    private void one(boolean tell) throws SyncException {
        try {
            oneAtATime.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, true, "Interrupted before a barrier", e);
        }
        try {
            if (tell) {
                throwUntold();
            }
            makeDurable();
        } finally {
            oneAtATime.unlock();
        }
    }

    private void throwUntold() throws SyncException {
        synchronized (lock) {
            SyncException failure = untold;
            untold = null;
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void makeDurable() throws SyncException {
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
            if (!wholeFileSystem || !disk.sync(root, syncTimeout)) {
                forceAll(filesBefore);
                forceAll(foldersBefore);
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

    private void forceAll(Set<Path> paths) throws SyncException {
        for (Path path : paths) {
            force(path);
        }
    }

    /** Makes one file or folder durable; one that got another name since was noted under that too. */
    public void force(Path path) throws SyncException {
        try {
            disk.force(path);
        } catch (NoSuchFileException moved) {
            return;
        } catch (IOException e) {
            throw Failures.of(e, "make durable", path);
        }
    }
}

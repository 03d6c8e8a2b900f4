package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.NativeNames;
import io.datasync.core.path.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Scans a source, folder by folder (CORE-1, D-2, D-16).
 *
 * <p>Memory is needed for the names of the largest directory at each depth, and for the folders seen there that wait for their turn, once
 * per thread, however many entries there are: about 40 bytes and the length of the name for each. A failure concerns the entry or folder
 * where it happened, by name in the folder's report. Thread-safe; every method but {@link #open} blocks. Repeating anything is safe: nothing at the source is changed.
 */
public final class TreeScanner {
    private final SourceRoot root;
    private final ScanSettings settings;

    /** A scanner of this root. Does not block. */
    public TreeScanner(SourceRoot root, ScanSettings settings) {
        this.root = root;
        this.settings = settings;
    }

    /** Takes the scan of one folder and reads it to its end, or not. */
    @FunctionalInterface
    public interface FolderVisitor {
        /**
         * Called in any of the scan's threads, once per folder; in the calling thread when there is one only. An exception ends the whole scan
         * and is passed on.
         */
        void visit(FolderScan scan) throws SyncException;
    }

    /**
     * The folders that are there now, {@link FolderName#ROOT} always among them. Folders known from before are to be scanned too: only a
     * scan tells that one is gone.
     *
     * @throws SyncException {@code SOURCE_UNREACHABLE} when the root is gone, exchanged, or cannot be listed
     */
    public SortedSet<FolderName> folders() throws SyncException {
        SortedSet<FolderName> folders = new TreeSet<>();
        folders.add(FolderName.ROOT);
        for (byte[] name : root.names()) {
            if (NativeNames.isUsable(name) && isFolder(NativeNames.resolve(root.path(), name))) {
                folders.add(FolderName.parse(RelativePath.of(name).text()));
            }
        }
        return Collections.unmodifiableSortedSet(folders);
    }

    private static boolean isFolder(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isDirectory() && !attributes.isOther();
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            // The scan of "." reports it.
            return false;
        }
    }

    /** The scan of one folder, not yet begun. Does not block. */
    public FolderScan open(FolderName folder) {
        return new FolderScan(root, folder, settings, new HashSet<>());
    }

    /**
     * Scans folders in several threads, each folder in one, in their order as far as that goes; with one thread, or one folder, in the
     * calling thread and exactly in their order. {@link FolderName#ROOT} comes last: by then the other scans know of most folders that they hold
     * something. When it returns or throws, the visitor is not called any more.
     *
     * @throws SyncException the first that a visitor threw; {@code INTERRUPTED} when the calling thread is interrupted, which interrupts
     *     the scan's threads and waits for them
     */
    public void scan(Collection<FolderName> folders, FolderVisitor visitor) throws SyncException {
        scan(folders, Set.of(), visitor);
    }

    /**
     * The same beside folders that are not scanned.
     *
     * @param knownInhabited other first-level folders that are known to hold something that is archived, so that nobody looks whether they are entries
     *     themselves
     * @throws SyncException as {@link #scan(Collection, FolderVisitor)}
     */
    public void scan(Collection<FolderName> folders, Collection<FolderName> knownInhabited, FolderVisitor visitor)
            throws SyncException {
        ConcurrentLinkedQueue<FolderName> open = new ConcurrentLinkedQueue<>(folders);
        if (open.remove(FolderName.ROOT)) {
            open.add(FolderName.ROOT);
        }
        Set<FolderName> inhabited = ConcurrentHashMap.newKeySet();
        inhabited.addAll(knownInhabited);
        FolderWork work = folder -> visitor.visit(new FolderScan(root, folder, settings, inhabited));
        int workers = Math.min(settings.threads(), open.size());
        if (workers <= 1) {
            scanHere(open, work);
        } else {
            scanInThreads(open, work, workers);
        }
    }

    /** Scans a folder and lets it be visited. */
    private interface FolderWork {
        void on(FolderName folder) throws SyncException;
    }

    private static void scanHere(Queue<FolderName> open, FolderWork work) throws SyncException {
        for (FolderName folder = open.poll(); folder != null; folder = open.poll()) {
            work.on(folder);
            if (Thread.currentThread().isInterrupted()) {
                throw SyncException.passing(ErrorCode.INTERRUPTED, "The scan was asked to stop");
            }
        }
    }

    private static void scanInThreads(ConcurrentLinkedQueue<FolderName> open, FolderWork work, int workers)
            throws SyncException {
        ExecutorService threads = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "datasync-scan");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                futures.add(threads.submit(() -> workOff(open, work)));
            }
            for (Future<?> future : futures) {
                await(future);
            }
        } finally {
            open.clear();
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private static @Nullable Void workOff(ConcurrentLinkedQueue<FolderName> open, FolderWork work)
            throws SyncException {
        try {
            for (FolderName folder = open.poll(); folder != null; folder = open.poll()) {
                work.on(folder);
            }
            return null;
        } finally {
            // Whatever ended this thread ends the others, once their folder is done.
            open.clear();
        }
    }

    private static void await(Future<?> future) throws SyncException {
        try {
            future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof SyncException failure) {
                throw failure;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException bug ? bug : new IllegalStateException("Impossible", cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SyncException(ErrorCode.INTERRUPTED, true, "The scan was asked to stop", e);
        }
    }

    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = Thread.interrupted();
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

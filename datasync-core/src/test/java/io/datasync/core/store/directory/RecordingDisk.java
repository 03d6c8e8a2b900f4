package io.datasync.core.store.directory;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.disk.Disk;
import io.datasync.core.store.disk.SystemDisk;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Notes what was made durable, in its order, and fails where it is told to. */
final class RecordingDisk implements Disk {
    private final List<Path> forced = new ArrayList<>();
    private final Set<Path> failing = new HashSet<>();
    private final Set<Path> otherwise = new HashSet<>();
    private int syncs;
    private boolean knowsSync = true;
    private boolean timesOut;
    private Runnable beforeForce = () -> {};

    @Override
    public void force(Path path) throws IOException {
        beforeForce.run();
        synchronized (this) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            if (failing.remove(path)) {
                throw new FileSystemException(path.toString(), null, "No space left on device");
            }
            forced.add(path);
        }
    }

    @Override
    public synchronized boolean sync(Path place, Duration timeout) throws SyncException {
        syncs++;
        if (timesOut) {
            timesOut = false;
            throw SyncException.passing(ErrorCode.SHARE_UNREACHABLE, "Not durable in " + timeout);
        }
        return knowsSync;
    }

    synchronized List<Path> forced() {
        return List.copyOf(forced);
    }

    synchronized int syncs() {
        return syncs;
    }

    synchronized void clear() {
        forced.clear();
        syncs = 0;
    }

    /** Its {@code sync -f} says from now on that it failed. */
    synchronized void syncFails() {
        knowsSync = false;
    }

    synchronized void nextSyncTimesOut() {
        timesOut = true;
    }

    /** As Linux does it, a failure is told once. */
    synchronized void failOnce(Path path) {
        failing.add(path);
    }

    void beforeForce(Runnable action) {
        beforeForce = action;
    }

    @Override
    public synchronized boolean lists(Path path) throws IOException {
        return !otherwise.contains(path) && new SystemDisk().lists(path);
    }

    /** As on a disk that folds names: what is found under this path is listed in another spelling. */
    synchronized void listsOtherwise(Path path) {
        otherwise.add(path);
    }
}

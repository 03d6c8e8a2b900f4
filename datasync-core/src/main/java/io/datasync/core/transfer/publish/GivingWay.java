package io.datasync.core.transfer.publish;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import io.datasync.core.store.VersionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes room in the archive where a folder of the source has become a file, or a file a folder.
 *
 * <p>A folder gives way only when it holds no file: what was archived below it stays where it is, and the new file fails. A file gives way by
 * becoming one of its own versions (I-2). No intent is needed: there is nothing to put back, since at the source it is no file any more.
 * For one thread, as its buffer is.
 */
final class GivingWay {
    private static final int VERSIONS_MAX = 1_000;

    private final ArchiveStore store;
    private final int triesMax;
    private final byte[] buffer;

    GivingWay(ArchiveStore store, int triesMax, byte[] buffer) {
        this.store = store;
        this.triesMax = triesMax;
        this.buffer = buffer;
    }

    /**
     * Makes room for a file under this name, where no file has it.
     *
     * @param refusal what the store said to publishing it, {@code NAME_EXISTS}; thrown when nothing can give way
     */
    void toFile(RelativePath path, SyncException refusal) throws SyncException {
        if (!retireFirst(path.foldersAbove())) {
            removeFolder(path, refusal);
        }
    }

    /** Makes room for a folder of this name; as {@link #toFile}. */
    void toFolder(RelativePath path, SyncException refusal) throws SyncException {
        List<RelativePath> wanted = new ArrayList<>(path.foldersAbove());
        wanted.add(path);
        if (!retireFirst(wanted)) {
            throw refusal;
        }
    }

    /** Retires the file that has the first of these names that one has; says whether there was one. */
    private boolean retireFirst(List<RelativePath> wanted) throws SyncException {
        for (RelativePath path : wanted) {
            Optional<StoredFile> file = store.find(path);
            if (file.isPresent()) {
                retire(file.get());
                return true;
            }
        }
        return false;
    }

    private void retire(StoredFile file) throws SyncException {
        Digest digest = file.digest().isPresent()
                ? file.digest().get()
                : StoreCalls.readBack(() -> store.open(file.path()), buffer);
        for (int i = 0; ; i++) {
            VersionName version = new VersionName(file.ticks() + i, digest);
            try {
                StoreCalls.untilKnown(triesMax, () -> store.retire(file.path(), version));
                return;
            } catch (SyncException e) {
                if (e.code() != ErrorCode.NAME_EXISTS || i >= VERSIONS_MAX) {
                    throw e;
                }
            }
        }
    }

    private void removeFolder(RelativePath path, SyncException refusal) throws SyncException {
        try {
            StoreCalls.untilKnown(triesMax, () -> store.removeEmptyFolder(path));
        } catch (SyncException e) {
            if (e.code() == ErrorCode.NAME_EXISTS) {
                refusal.addSuppressed(e);
                throw refusal;
            }
            throw e;
        }
    }
}

package io.datasync.core.transfer;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is worth looking for a file in the archive before it is sent. After the first look in vain the archive is asked once which folders it has:
 * in others there is nothing to find, as in all of them when the archive is new.
 *
 * <p>It saves a look and proves nothing: publishing finds what somebody put there meanwhile. Thread-safe.
 */
final class ArchiveFolders {
    /** With more folders each file is looked for. */
    private static final int FOLDERS_MAX = 20_000;

    private final ArchiveStore store;
    private volatile @Nullable Set<FolderName> there;
    private boolean asked;

    ArchiveFolders(ArchiveStore store) {
        this.store = store;
    }

    /** Whether the archive may have a file of this name. */
    boolean mayHold(RelativePath path) {
        Set<FolderName> known = there;
        if (known == null) {
            return true;
        }
        FolderName folder = path.folder();
        return folder.equals(FolderName.ROOT) || known.contains(folder);
    }

    /** A file was looked for in vain. To be called before it is sent: that makes its folder. */
    synchronized void lookedInVain(RelativePath path) {
        if (asked || path.folder().equals(FolderName.ROOT)) {
            return;
        }
        asked = true;
        try {
            List<FolderName> folders = store.folders(FOLDERS_MAX + 1);
            there = folders.size() > FOLDERS_MAX ? null : new HashSet<>(folders);
        } catch (SyncException e) {
            // Each file is looked for, and whoever does so meets the failure.
            there = null;
        }
    }
}

package io.datasync.core.reconcile;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.MovingFiles;
import io.datasync.core.repair.Pacing;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StoredFile;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the share holds of a folder, as it was listed between two looks at what is being published.
 *
 * @param files by their paths, in the order of the listing; the caller may take out what it has seen to
 * @param standing the folders that stand: those directly under the root, and those above a file of this folder
 * @param moving which files may have come or gone meanwhile
 */
record FolderListing(Map<RelativePath, StoredFile> files, Set<RelativePath> standing, MovingFiles moving) {
    /**
     * Lists a folder.
     *
     * @param firstLevel the folders directly under the root of the archive
     * @throws SyncException {@code REPAIR_REFUSED} when it holds more files than the settings allow; as the store
     */
    static FolderListing of(
            ArchiveStore store,
            Pacing pacing,
            ReconcileSettings settings,
            FolderName folder,
            Set<RelativePath> firstLevel)
            throws SyncException {
        MovingFiles before = MovingFiles.of(store, pacing);
        pacing.await(0);
        Map<RelativePath, StoredFile> files = new LinkedHashMap<>();
        Set<RelativePath> standing = new HashSet<>(firstLevel);
        store.list(folder, file -> {
            if (files.size() == settings.filesMax()) {
                throw SyncException.permanent(
                        ErrorCode.REPAIR_REFUSED,
                        "Folder " + folder + " has more than " + settings.filesMax() + " files");
            }
            files.put(file.path(), file);
            standing.addAll(file.path().foldersAbove());
        });
        return new FolderListing(files, standing, before.and(MovingFiles.of(store, pacing)));
    }
}

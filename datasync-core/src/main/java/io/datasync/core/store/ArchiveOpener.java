package io.datasync.core.store;

import io.datasync.core.failure.SyncException;

/** Finds the store behind an archive's address. Thread-safe; may block. */
@FunctionalInterface
public interface ArchiveOpener {
    /**
     * The store of this archive; the caller closes it.
     *
     * @param archiveUrl as in the job, fixed when that was made (D-40)
     * @throws SyncException {@code CONFIGURATION_INVALID} when no store knows such an address; otherwise as {@link ArchiveStore}
     */
    ArchiveStore open(String archiveUrl) throws SyncException;
}

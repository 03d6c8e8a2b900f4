package io.datasync.core.transfer;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import java.util.Optional;

/** Gives the entries to archive, in the order in which they are to be begun. What it throws ends the uploads and is passed on. */
@FunctionalInterface
public interface EntryFeed {
    /**
     * The next entry, or empty when there is none left; after that it is not asked again. Asked by one thread at a time, not always the
     * same one.
     */
    Optional<SourceEntry> next() throws SyncException;
}

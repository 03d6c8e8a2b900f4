package io.datasync.core.store;

import io.datasync.core.failure.SyncException;

/** Takes the files of a listing, one by one. */
@FunctionalInterface
public interface StoredFileVisitor {
    /** Takes one file; an exception ends the listing and is passed on. */
    void visit(StoredFile file) throws SyncException;
}

package io.datasync.core.protocol.seal;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;

/**
 * Is told what a certificate of a folder is to say: the head once, then every archived entry and every loss, in no order. Called in the
 * calling thread; an exception ends the draft and is passed on.
 */
public interface DraftVisitor {
    /** What it says besides; comes first. */
    void head(DraftHead head) throws SyncException;

    /** An archived entry of the folder, at the source or not. */
    void entry(Fact fact) throws SyncException;

    /** A file of the folder that was lost (CORE-10). */
    void loss(SourceEntry entry, Instant noticedAt) throws SyncException;
}

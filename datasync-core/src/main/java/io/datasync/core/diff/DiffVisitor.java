package io.datasync.core.diff;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;

/**
 * Takes what an {@link EntryDiff} finds, each entry once, in canonical order. An exception ends the comparison and is passed on.
 *
 * @param <B> what is known of an entry from before
 */
public interface DiffVisitor<B> {
    /** An entry that was not there before. */
    void added(SourceEntry now) throws SyncException;

    /** An entry whose size or time is another than before. */
    void changed(SourceEntry now, B before) throws SyncException;

    /** An entry that looks as before. */
    void unchanged(SourceEntry now, B before) throws SyncException;

    /**
     * An entry that was there before and did not come now. That it vanished may be said only once the listing is known to be complete, at
     * its end (D-2), and not of one that a filter now leaves out.
     */
    void vanished(B before) throws SyncException;
}

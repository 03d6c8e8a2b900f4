package io.datasync.core.diff;

import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import java.util.function.Function;

/**
 * Compares the entries of one folder with those known before: new, changed, unchanged, vanished (CORE-3).
 *
 * <p>Both sides come in {@link SourceEntry#CANONICAL_ORDER} and are merged, so that memory is needed for one entry of each. The result
 * follows from the two streams alone. A file and a folder of one name are two entries: when one takes the other's place, one is added and
 * one vanished.
 */
public final class EntryDiff {
    private EntryDiff() {}

    /**
     * Merges two streams to their ends.
     *
     * @param now what is there
     * @param before what was known
     * @param entryOf the entry that something known stands for
     * @param visitor called in the calling thread
     * @throws SyncException what a stream or the visitor throws; what was visited before stands
     * @throws IllegalStateException when a stream is not strictly ascending, naming both paths
     */
    public static <B> void merge(
            EntryStream<SourceEntry> now,
            EntryStream<B> before,
            Function<B, SourceEntry> entryOf,
            DiffVisitor<B> visitor)
            throws SyncException {
        EntryStream<SourceEntry> left = new AscendingStream<>("what is there", now, Function.identity());
        EntryStream<B> right = new AscendingStream<>("what was known", before, entryOf);
        SourceEntry here = left.next();
        B known = right.next();
        while (here != null && known != null) {
            SourceEntry was = entryOf.apply(known);
            int order = SourceEntry.CANONICAL_ORDER.compare(here, was);
            if (order < 0) {
                visitor.added(here);
                here = left.next();
            } else if (order > 0) {
                visitor.vanished(known);
                known = right.next();
            } else {
                if (here.looksLike(was)) {
                    visitor.unchanged(here, known);
                } else {
                    visitor.changed(here, known);
                }
                here = left.next();
                known = right.next();
            }
        }
        for (; here != null; here = left.next()) {
            visitor.added(here);
        }
        for (; known != null; known = right.next()) {
            visitor.vanished(known);
        }
    }
}

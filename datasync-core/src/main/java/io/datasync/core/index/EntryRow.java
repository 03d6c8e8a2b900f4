package io.datasync.core.index;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;

/**
 * The current version of an entry in the index.
 *
 * @param fact what is known of it; proven only in the states that count as archived
 * @param atSource whether it was at the source when last observed
 * @param scanSeq the scan in which it was last observed; a report of an older scan changes nothing (D-21)
 * @param run the run that reported it (I-3)
 * @param token the token under which that run reported it (I-3)
 */
public record EntryRow(Fact fact, EntryState state, boolean atSource, long scanSeq, RunId run, FencingToken token) {
    /** Whether it counts in the folder's {@code at_source} summary. */
    public boolean countsAtSource() {
        return atSource && state.archived();
    }

    /** The same entry as observed in another scan; who proved it stays. */
    public EntryRow observed(boolean newAtSource, long newScanSeq) {
        return new EntryRow(fact, state, newAtSource, newScanSeq, run, token);
    }
}

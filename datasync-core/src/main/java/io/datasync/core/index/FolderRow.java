package io.datasync.core.index;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import java.time.Instant;
import java.util.Optional;

/**
 * A folder and its two summaries (D-1).
 *
 * @param id the index's own key
 * @param archived all current archived entries: what a certificate covers
 * @param atSource those of them that were at the source at the last complete listing: what an agent's claim is compared with
 * @param lastNewAt when an entry was last added or changed, by the index's time
 * @param sealed whether it needs no scan
 * @param revision grows with every change (D-24)
 */
public record FolderRow(
        long id,
        JobId job,
        FolderName name,
        SetSummary archived,
        SetSummary atSource,
        Optional<Instant> lastNewAt,
        boolean sealed,
        long revision) {
    /** The same folder with other summaries. */
    public FolderRow with(SetSummary newArchived, SetSummary newAtSource, Optional<Instant> newLastNewAt) {
        return new FolderRow(id, job, name, newArchived, newAtSource, newLastNewAt, sealed, revision);
    }

    /** The same folder with summaries in which an entry has taken the place of what was there of it before (CORE-4). */
    public FolderRow replacing(Optional<EntryRow> before, EntryRow after) {
        SetSummary newArchived = archived;
        SetSummary newAtSource = atSource;
        if (before.isPresent() && before.get().state().archived()) {
            newArchived = without(newArchived, before.get());
        }
        if (before.isPresent() && before.get().countsAtSource()) {
            newAtSource = without(newAtSource, before.get());
        }
        if (after.state().archived()) {
            newArchived = with(newArchived, after);
        }
        if (after.countsAtSource()) {
            newAtSource = with(newAtSource, after);
        }
        return with(newArchived, newAtSource, lastNewAt);
    }

    private static SetSummary with(SetSummary set, EntryRow row) {
        return set.plus(row.fact().entry().sizeBytes(), row.fact().entryDigest());
    }

    private static SetSummary without(SetSummary set, EntryRow row) {
        return set.minus(row.fact().entry().sizeBytes(), row.fact().entryDigest());
    }

    /** The same folder without its seal: something new came (D-1). */
    public FolderRow unsealed() {
        return new FolderRow(id, job, name, archived, atSource, lastNewAt, false, revision);
    }
}

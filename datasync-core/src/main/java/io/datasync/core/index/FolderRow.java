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

    /** The same folder without its seal: something new came (D-1). */
    public FolderRow unsealed() {
        return new FolderRow(id, job, name, archived, atSource, lastNewAt, false, revision);
    }
}

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
 * @param lastNewAt when an entry was last added or changed, by the server's clock
 * @param sealedAt since when it needs no scan; empty while it is open
 * @param certificate the newest certificate, also of a folder that was opened again since
 * @param listing the last complete listing that found nothing new in it
 * @param revision grows with every change (D-24)
 */
public record FolderRow(
        long id,
        JobId job,
        FolderName name,
        SetSummary archived,
        SetSummary atSource,
        Optional<Instant> lastNewAt,
        Optional<Instant> sealedAt,
        Optional<CertificateNote> certificate,
        Optional<ListingNote> listing,
        long revision) {
    /** A folder of which nothing is known. */
    public static FolderRow empty(long id, JobId job, FolderName name) {
        return new FolderRow(
                id,
                job,
                name,
                SetSummary.EMPTY,
                SetSummary.EMPTY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0);
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

    /** Whether it needs no scan. */
    public boolean sealed() {
        return sealedAt.isPresent();
    }

    /** Whether its newest certificate says what is archived now. */
    public boolean certified() {
        return certificate.isPresent() && certificate.get().covers().equals(archived);
    }

    /** The same folder with other summaries. */
    public FolderRow with(SetSummary newArchived, SetSummary newAtSource, Optional<Instant> newLastNewAt) {
        return new FolderRow(
                id, job, name, newArchived, newAtSource, newLastNewAt, sealedAt, certificate, listing, revision);
    }

    /** The same folder without its seal: something new came (D-1), or somebody opened it. Its certificate stays on record. */
    public FolderRow unsealed() {
        return new FolderRow(
                id, job, name, archived, atSource, lastNewAt, Optional.empty(), certificate, listing, revision);
    }

    /** The same folder, sealed. */
    public FolderRow sealed(Instant at) {
        return new FolderRow(
                id, job, name, archived, atSource, lastNewAt, Optional.of(at), certificate, listing, revision);
    }

    /** The same folder with a newer certificate. */
    public FolderRow certified(CertificateNote newest) {
        return new FolderRow(
                id, job, name, archived, atSource, lastNewAt, sealedAt, Optional.of(newest), listing, revision);
    }
}

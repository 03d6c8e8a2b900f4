package io.datasync.server.sync.boundary.people;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.ListingNote;
import io.datasync.core.seal.FolderDate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A folder as it is shown to people, with its two summaries (D-1).
 *
 * @param lastNewAt when something new last came into it
 * @param sealed whether it is closed: scans pass it by
 * @param sealedAt since when
 * @param certificate the newest one, also of a folder that was opened again since
 * @param listedAt when the last listing began that came to its end and found nothing new
 * @param outstanding how many of its files were in flight or failed then
 * @param flag {@code impossible_date}: its name looks like a date that no calendar has, so that it is never sealed (D-10)
 * @param revision grows with every change
 */
public record ListedFolder(
        String name,
        Summary archived,
        Summary atSource,
        @Nullable String lastNewAt,
        boolean sealed,
        @Nullable String sealedAt,
        @Nullable ListedCertificate certificate,
        @Nullable String listedAt,
        @Nullable Long outstanding,
        @Nullable String flag,
        long revision) {
    /** How many entries, how many bytes, and the sum of their digests. */
    public record Summary(long count, long bytes, String digest) {
        static Summary of(SetSummary set) {
            return new Summary(set.count(), set.bytes(), set.sum().hex());
        }
    }

    /**
     * A certificate on the share: {@code .datasync/certificates/<folder>/<revision>.json}.
     *
     * @param digest the SHA-256 of the file
     * @param count how many entries it lists
     * @param current whether these are all that are archived now
     */
    public record ListedCertificate(long revision, String digest, long count, boolean current) {
        static ListedCertificate of(CertificateNote note, boolean current) {
            return new ListedCertificate(
                    note.revision(), note.digest().hex(), note.covers().count(), current);
        }
    }

    static ListedFolder of(FolderRow folder) {
        return new ListedFolder(
                folder.name().text(),
                Summary.of(folder.archived()),
                Summary.of(folder.atSource()),
                folder.lastNewAt().map(Instant::toString).orElse(null),
                folder.sealed(),
                folder.sealedAt().map(Instant::toString).orElse(null),
                folder.certificate()
                        .map(note -> ListedCertificate.of(note, folder.certified()))
                        .orElse(null),
                folder.listing().map(note -> note.at().toString()).orElse(null),
                folder.listing().map(ListingNote::outstanding).orElse(null),
                FolderDate.of(folder.name()) instanceof FolderDate.Impossible ? "impossible_date" : null,
                folder.revision());
    }
}

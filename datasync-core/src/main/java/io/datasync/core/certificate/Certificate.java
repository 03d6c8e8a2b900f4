package io.datasync.core.certificate;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;

/**
 * A certificate without its entries, which only ever pass by (see {@link CertificateVisitor}).
 *
 * @param summary count, bytes and set digest of its entries: the folder's summary {@code archived} (D-1, D-8)
 * @param entriesDigest the SHA-256 of all entry digests one after the other, in canonical order: unlike the set digest it also withstands
 *     attackers (D-8), and unlike {@code digest} it depends on nothing but the entries
 * @param lossCount how many losses it names
 * @param digest the SHA-256 of the exact bytes of the {@code .json}
 * @param sizeBytes how many these are
 */
public record Certificate(
        CertificateHead head, SetSummary summary, Digest entriesDigest, int lossCount, Digest digest, long sizeBytes) {
    /** The longest {@code .json}, in bytes: that of any control file. */
    public static final long BYTES_MAX = 64L << 20;

    /** The most entries, and the most losses: a folder beyond it cannot be certified. */
    public static final int ENTRIES_MAX = 250_000;

    /** Which it is. */
    public CertificateId id() {
        return head.id();
    }

    /** What the next certificate of the folder names as the one before it. */
    public Predecessor asPredecessor() {
        return new Predecessor(id().revision(), digest);
    }
}

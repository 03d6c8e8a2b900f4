package io.datasync.core.index;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;

/**
 * The newest certificate of a folder (D-9).
 *
 * @param revision its number, from 1
 * @param digest the SHA-256 of its bytes, by which the next one names it
 * @param covers the archived entries that it lists
 */
public record CertificateNote(long revision, Digest digest, SetSummary covers) {
    public CertificateNote {
        if (revision < 1) {
            throw new IllegalArgumentException("Certificates are counted from 1: " + revision);
        }
    }
}

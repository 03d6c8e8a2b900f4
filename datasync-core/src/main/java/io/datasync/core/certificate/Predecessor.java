package io.datasync.core.certificate;

import io.datasync.core.digest.Digest;

/**
 * The certificate of the same folder that another one follows.
 *
 * @param digest the SHA-256 of the exact bytes of its {@code .json}
 */
public record Predecessor(long revision, Digest digest) {
    public Predecessor {
        if (!CertificateId.isRevision(revision)) {
            throw new IllegalArgumentException("Not a revision: " + revision);
        }
    }
}

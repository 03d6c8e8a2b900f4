package io.datasync.core.protocol.seal;

import io.datasync.core.digest.Digest;

/**
 * The folder is sealed, and its certificate is on the share with both signatures.
 *
 * @param revision of the certificate
 * @param certificate the SHA-256 of its bytes
 */
public record CertifyAnswer(long revision, Digest certificate) {}

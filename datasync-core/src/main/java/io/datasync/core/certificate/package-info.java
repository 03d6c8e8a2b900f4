/**
 * Certificates of sealed folders: every name, size, time and digest, signed by the agent that read the bytes and countersigned by the
 * server (CORE-8, D-9). The format is in {@code docs/reference/certificates.md}.
 *
 * <p>Read {@link io.datasync.core.certificate.CertificateVerifier} first, then {@link io.datasync.core.certificate.CertificateWriter}.
 * Certificates are written and read as streams; no folder is ever held in memory. May use {@code key}, {@code manifest}, {@code canonical}
 * and what they use.
 */
@NullMarked
package io.datasync.core.certificate;

import org.jspecify.annotations.NullMarked;

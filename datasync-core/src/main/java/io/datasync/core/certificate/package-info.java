/**
 * Certificates of sealed folders: every name, size, time and digest (CORE-8, D-9). The format is in {@code docs/reference/certificates.md}; who signed is the
 * matter of {@code certificate.signature}.
 *
 * <p>Read {@link io.datasync.core.certificate.CertificateWriter} first. Certificates are written and read as streams; no folder is ever held in memory. May use
 * {@code key}, {@code manifest}, {@code canonical} and what they use.
 */
@NullMarked
package io.datasync.core.certificate;

import org.jspecify.annotations.NullMarked;

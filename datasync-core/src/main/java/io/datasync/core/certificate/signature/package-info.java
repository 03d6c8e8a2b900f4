/**
 * Who vouches for a certificate: the agent that read the bytes and the server that checked it; and how both are verified (D-9).
 *
 * <p>Read {@link io.datasync.core.certificate.signature.CertificateVerifier} first. May use {@code certificate}, {@code store} and what they use.
 */
@NullMarked
package io.datasync.core.certificate.signature;

import org.jspecify.annotations.NullMarked;

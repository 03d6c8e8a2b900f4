package io.datasync.core.certificate.signature;

import io.datasync.core.certificate.Certificate;

/** A certificate whose signatures hold. Only {@link CertificateVerifier} makes one. */
public final class VerifiedCertificate {
    private final Certificate certificate;
    private final CertificateSignatures signatures;

    VerifiedCertificate(Certificate certificate, CertificateSignatures signatures) {
        this.certificate = certificate;
        this.signatures = signatures;
    }

    /** What it says, without its entries. */
    public Certificate certificate() {
        return certificate;
    }

    /** The signatures that were verified, and no others. */
    public CertificateSignatures signatures() {
        return signatures;
    }

    @Override
    public String toString() {
        return "verified certificate " + certificate.id();
    }
}

package io.datasync.core.certificate.signature;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateReader;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.KeyUse;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.RunnerId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a certificate is good, by the keys that it was given (D-9).
 *
 * <p>Each refusal names folder and revision. Its code is one of
 *
 * <ul>
 *   <li>{@code CERTIFICATE_MALFORMED}: one of the two files is not in its one form, or was cut short;
 *   <li>{@code CERTIFICATE_UNSIGNED}: the countersignature is missing;
 *   <li>{@code CERTIFICATE_FOREIGN}: it is of another runner, job, folder or revision than was asked for, or signed with a key that is
 *       not trusted: unknown, of another runner, for another use, or not valid at the time of the countersignature;
 *   <li>{@code CERTIFICATE_TAMPERED}: a signature is not of its statement, the bytes are not those that were signed, or the sums are not
 *       those of the entries;
 *   <li>{@code CERTIFICATE_UNCHAINED}: see {@link #requireChained}.
 * </ul>
 *
 * <p>None is retryable. Immutable and thread-safe; blocks as its streams do, which it reads to their end and never closes. What a visitor
 * was shown counts only once the call has returned.
 */
public final class CertificateVerifier {
    private final KeyRing keys;

    /** A verifier that trusts these keys and no others. */
    public CertificateVerifier(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Verifies a certificate with its countersignature, as it lies on a share.
     *
     * @param id which certificate was asked for, from the names of the files and the archive they lie in
     * @param json the content of its {@code .json}
     * @param sig the content of its {@code .sig}
     * @throws IOException as the stream
     */
    public VerifiedCertificate published(CertificateId id, InputStream json, byte[] sig, CertificateVisitor visitor)
            throws IOException, SyncException {
        try {
            CertificateSignatures signatures = CertificateSignaturesJson.read(sig);
            SignedStatement server = signatures
                    .server()
                    .orElseThrow(() -> SyncException.permanent(
                            ErrorCode.CERTIFICATE_UNSIGNED, "The server has not countersigned it"));
            Instant moment = server.statement().signedAt();
            check(id, server, Optional.empty(), moment);
            return verified(id, signatures, json, moment, visitor);
        } catch (SyncException e) {
            throw named(id, e);
        }
    }

    /**
     * Verifies a certificate that an agent submits; a countersignature that it brings along is not looked at, nor given back.
     *
     * @param now the server's time, at which the agent's key must be valid
     * @throws IOException as the stream
     */
    public VerifiedCertificate submitted(
            CertificateId id, InputStream json, byte[] sig, Instant now, CertificateVisitor visitor)
            throws IOException, SyncException {
        try {
            return verified(id, CertificateSignaturesJson.read(sig).ofAgent(), json, now, visitor);
        } catch (SyncException e) {
            throw named(id, e);
        }
    }

    private VerifiedCertificate verified(
            CertificateId id,
            CertificateSignatures signatures,
            InputStream json,
            Instant moment,
            CertificateVisitor visitor)
            throws IOException, SyncException {
        SignedStatement agent = signatures.agent();
        check(id, agent, Optional.of(id.runner()), moment);
        Certificate certificate = CertificateReader.read(json, visitor);
        require(certificate, agent);
        if (signatures.server().isPresent()) {
            require(certificate, signatures.server().get());
        }
        CertificateHead head = certificate.head();
        if (!head.key().equals(agent.key())
                || !head.issuedAt().equals(agent.statement().signedAt())) {
            throw tampered("it names another key or time than its signature");
        }
        return new VerifiedCertificate(certificate, signatures);
    }

    private void check(CertificateId id, SignedStatement signed, Optional<RunnerId> runner, Instant moment)
            throws SyncException {
        Statement statement = signed.statement();
        if (!statement.id().equals(id)) {
            throw foreign("its signature is of " + statement.id());
        }
        KeyUse use = statement.by();
        VerificationKey key = keys.find(signed.key())
                .orElseThrow(() -> foreign("the " + use.text() + "'s key " + signed.key() + " is not trusted"));
        // The key of a runner is an agent's, any other the server's.
        if (!key.runner().equals(runner)) {
            throw foreign("the key " + signed.key() + " is not the " + use.text() + "'s");
        }
        if (!key.isValidAt(moment)) {
            throw foreign("the key " + signed.key() + " was not valid at " + moment);
        }
        if (!key.verifies(statement.bytes(), signed.signature())) {
            throw tampered("the signature of the " + use.text() + " does not hold");
        }
    }

    private static void require(Certificate certificate, SignedStatement signed) throws SyncException {
        Statement said = signed.statement();
        if (!said.certificate().equals(certificate.digest())) {
            throw tampered("its bytes are not those that the " + said.by().text() + " signed");
        }
        if (!said.id().equals(certificate.id())) {
            throw foreign("it is of " + certificate.id());
        }
        if (!said.setDigest().equals(certificate.summary().sum())) {
            throw tampered("its set digest is not the one that the " + said.by().text() + " signed");
        }
    }

    /**
     * Demands that one certificate follows another, both verified.
     *
     * @throws SyncException {@code CERTIFICATE_UNCHAINED} when the earlier one is of another folder, or not the one that the later one names
     */
    public static void requireChained(VerifiedCertificate later, VerifiedCertificate earlier) throws SyncException {
        CertificateId id = later.certificate().id();
        CertificateId before = earlier.certificate().id();
        CertificateId expected = new CertificateId(id.runner(), id.job(), id.folder(), before.revision());
        Optional<Predecessor> named = later.certificate().head().previous();
        if (!before.equals(expected)
                || !named.equals(Optional.of(earlier.certificate().asPredecessor()))) {
            throw SyncException.permanent(
                    ErrorCode.CERTIFICATE_UNCHAINED,
                    "Certificate " + id + ": it follows "
                            + named.map(Predecessor::toString).orElse("none") + ", not "
                            + earlier.certificate().asPredecessor() + " of " + before);
        }
    }

    private static SyncException tampered(String fault) {
        return SyncException.permanent(ErrorCode.CERTIFICATE_TAMPERED, fault);
    }

    private static SyncException foreign(String fault) {
        return SyncException.permanent(ErrorCode.CERTIFICATE_FOREIGN, fault);
    }

    private static SyncException named(CertificateId id, SyncException e) {
        return new SyncException(e.code(), e.retryable(), "Certificate " + id + ": " + e.getMessage(), e);
    }
}

package io.datasync.core.certificate.signature;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.key.VerificationKeyJson;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The certificates in the archive of one job (D-9).
 *
 * <p>The {@code .sig} is written last and makes the certificate: from then on neither file is ever changed. A {@code .json} without it is
 * what an interrupted publication left, and gives way to the next one.
 *
 * <p>For one writer at a time, by the revision of the folder (D-24); readers need nothing. Each call blocks as the store does and passes its
 * failures on. One certificate at a time is held in memory, at most {@link Certificate#BYTES_MAX} bytes.
 */
public final class CertificateFiles {
    /** The most certificates of one folder. */
    public static final int REVISIONS_MAX = 10_000;

    private final ArchiveStore store;
    private final RunnerId runner;
    private final JobId job;

    /** The certificates of this runner and job in their archive. */
    public CertificateFiles(ArchiveStore store, RunnerId runner, JobId job) {
        this.store = store;
        this.runner = runner;
        this.job = job;
    }

    /**
     * Publishes a certificate; durable when it returns.
     *
     * <p>Repeating it changes nothing, with a later countersignature neither: the first one counts, and is given back.
     *
     * @param signatures of a certificate that was verified as an agent submitted it, then countersigned
     * @param json the bytes that were verified
     * @param verifier with the server's own keys and the agent's, to judge what is there already
     * @return the signatures that lie on the share
     * @throws SyncException {@code NAME_EXISTS} when the revision has another certificate; what is there and is not good is refused as by
     *     {@link #verify}. Either way it stays untouched
     * @throws IllegalArgumentException when the bytes are not those that were signed, the certificate is another job's, or it is not
     *     countersigned
     */
    public CertificateSignatures publish(CertificateSignatures signatures, byte[] json, CertificateVerifier verifier)
            throws SyncException {
        Statement statement = signatures.agent().statement();
        CertificateId id = statement.id();
        if (signatures.server().isEmpty() || !id.equals(id(id.folder(), id.revision()))) {
            throw new IllegalArgumentException("Not a countersigned certificate of this job: " + id);
        }
        if (!Digest.of(Digest.sha256().digest(json)).equals(statement.certificate())) {
            throw new IllegalArgumentException("Not the bytes that were signed: " + id);
        }
        ControlName sigName = ControlName.signaturesOf(id.folder(), id.revision());
        if (store.control(sigName).isPresent()) {
            return existing(id, statement, verifier);
        }
        ControlName jsonName = ControlName.certificateOf(id.folder(), id.revision());
        Optional<byte[]> left = store.control(jsonName);
        if (left.isPresent() && !Arrays.equals(left.get(), json)) {
            store.removeControl(jsonName);
        }
        store.createControl(jsonName, json);
        store.createControl(sigName, CertificateSignaturesJson.write(signatures));
        return signatures;
    }

    private CertificateSignatures existing(CertificateId id, Statement statement, CertificateVerifier verifier)
            throws SyncException {
        VerifiedCertificate there = verify(id.folder(), id.revision(), verifier, CertificateVisitor.NONE);
        if (!there.certificate().digest().equals(statement.certificate())) {
            throw SyncException.permanent(
                    ErrorCode.NAME_EXISTS, "Certificate " + id + ": there is another one of this revision");
        }
        return there.signatures();
    }

    /**
     * The revisions of a folder that have a {@code .sig}, lowest first. Nothing is verified.
     *
     * @throws SyncException {@code CERTIFICATE_MALFORMED} when the folder has more than {@link #REVISIONS_MAX}
     */
    public NavigableSet<Long> revisions(FolderName folder) throws SyncException {
        NavigableSet<Long> revisions = new TreeSet<>();
        for (ControlName name : store.controls("certificates/" + folder.text(), 2 * REVISIONS_MAX + 1)) {
            revision(folder, name).ifPresent(revisions::add);
        }
        if (revisions.size() > REVISIONS_MAX) {
            throw SyncException.permanent(
                    ErrorCode.CERTIFICATE_MALFORMED,
                    "The folder " + folder + " has more than " + REVISIONS_MAX + " certificates");
        }
        return revisions;
    }

    private static Optional<Long> revision(FolderName folder, ControlName name) {
        String file = name.text().substring(name.text().lastIndexOf('/') + 1);
        if (!file.matches("[0-9]{1,16}\\.sig")) {
            return Optional.empty();
        }
        long revision = Long.parseLong(file.substring(0, file.length() - ".sig".length()));
        boolean one = CertificateId.isRevision(revision)
                && ControlName.signaturesOf(folder, revision).equals(name);
        return one ? Optional.of(revision) : Optional.empty();
    }

    /**
     * Verifies the certificate of a revision.
     *
     * @param verifier with the keys that the caller trusts
     * @throws SyncException {@code CERTIFICATE_UNSIGNED} when there is no {@code .sig}, {@code NAME_MISSING} when the {@code .json} is gone,
     *     and as {@link CertificateVerifier}
     * @throws IllegalArgumentException for a folder that can have no certificate
     */
    public VerifiedCertificate verify(
            FolderName folder, long revision, CertificateVerifier verifier, CertificateVisitor visitor)
            throws SyncException {
        CertificateId id = id(folder, revision);
        byte[] sig = content(ControlName.signaturesOf(folder, revision), ErrorCode.CERTIFICATE_UNSIGNED, id);
        byte[] json = content(ControlName.certificateOf(folder, revision), ErrorCode.NAME_MISSING, id);
        try {
            return verifier.published(id, new ByteArrayInputStream(json), sig, visitor);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be read", e);
        }
    }

    private byte[] content(ControlName name, ErrorCode missing, CertificateId id) throws SyncException {
        return store.control(name)
                .orElseThrow(() -> SyncException.permanent(missing, "Certificate " + id + ": there is no " + name));
    }

    /** Lays a public key beside the certificates, for whoever has no other way to it; an earlier word on it is replaced. */
    public void writeKey(VerificationKey key) throws SyncException {
        store.writeControl(ControlName.publicKeyOf(key.keyId().text()), VerificationKeyJson.write(key));
    }

    private CertificateId id(FolderName folder, long revision) {
        return new CertificateId(runner, job, folder, revision);
    }
}

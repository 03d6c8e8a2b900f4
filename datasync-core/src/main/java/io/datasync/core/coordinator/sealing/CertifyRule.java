package io.datasync.core.coordinator.sealing;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateSignatures;
import io.datasync.core.certificate.signature.CertificateSignaturesJson;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.certificate.signature.VerifiedCertificate;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.DeedRow;
import io.datasync.core.key.KeyId;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.key.VerificationKey;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.store.ArchiveStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks an agent's certificate, countersigns it, publishes it, and seals the folder if nobody changed it meanwhile (D-9, D-24).
 *
 * <p>What was published when the seal could not follow stays on the share: it is true of what was archived then, and the next certificate
 * follows it. Holds one certificate in memory. Thread-safe.
 */
public final class CertifyRule {
    private final StateIndex index;
    private final SealOffers offers;
    private final SealingParts parts;

    /** Certifies the folders that these offers allow. */
    public CertifyRule(StateIndex index, SealOffers offers, SealingParts parts) {
        this.index = index;
        this.offers = offers;
        this.parts = parts;
    }

    /** What was sealed. */
    public record Sealed(CertifyAnswer answer, Optional<DeedRow> deed) {}

    /**
     * Seals a folder. Repeating it with the same certificate gives the same answer and changes nothing.
     *
     * @throws SyncException as {@link CertifyRequest#certificate}; {@code JOB_UNKNOWN}, {@code SEAL_REFUSED}; {@code FOLDER_CHANGED}
     *     (retryable) when the folder is not as the draft had it; what {@link CertificateVerifier} throws for a certificate that is not good; {@code CERTIFICATE_FOREIGN} when it
     *     says something else than the index; what the share throws. The folder is sealed only if it returns
     */
    public Sealed certify(RunnerId runner, CertifyRequest request) throws SyncException {
        Instant now = parts.clock().instant();
        byte[] json = request.certificate();
        Optional<CertifyAnswer> done = done(runner, request, json);
        if (done.isPresent()) {
            return new Sealed(done.get(), Optional.empty());
        }
        Sealing sealing = Sealing.read(index, offers, runner, request.job(), request.folder(), now);
        FolderRow folder = sealing.folder();
        if (folder.revision() != request.folderRevision()) {
            throw changed(request);
        }
        KeyRing keys = parts.keys().trusted(runner);
        CertificateVerifier verifier = new CertificateVerifier(keys);
        VerifiedCertificate verified = verify(runner, request, json, verifier, now);
        requireTrue(verified.certificate(), sealing);
        try (ArchiveStore store = parts.archives().open(sealing.job().archiveUrl())) {
            CertificateFiles files = new CertificateFiles(store, runner, request.job());
            requireNext(verified.certificate(), Chain.of(folder, files, verifier));
            publish(files, verified, json, keys, verifier, now);
        }
        return seal(runner, request, verified.certificate(), now);
    }

    private Optional<CertifyAnswer> done(RunnerId runner, CertifyRequest request, byte[] json) throws SyncException {
        Digest digest = Digest.of(Digest.sha256().digest(json));
        return index.transact(tx -> tx.lockJob(request.job())
                        .filter(row -> row.runner().equals(runner))
                        .isPresent()
                ? tx.findFolder(request.job(), request.folder())
                        .filter(FolderRow::sealed)
                        .flatMap(FolderRow::certificate)
                        .filter(newest -> newest.digest().equals(digest))
                        .map(newest -> new CertifyAnswer(newest.revision(), digest))
                : Optional.empty());
    }

    private static VerifiedCertificate verify(
            RunnerId runner, CertifyRequest request, byte[] json, CertificateVerifier verifier, Instant now)
            throws SyncException {
        CertificateSignatures said = CertificateSignaturesJson.read(request.signatures());
        CertificateId id = new CertificateId(
                runner,
                request.job(),
                request.folder(),
                said.agent().statement().id().revision());
        try {
            return verifier.submitted(
                    id, new ByteArrayInputStream(json), request.signatures(), now, CertificateVisitor.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be read", e);
        }
    }

    /** The agent vouches for the bytes, the server for that these are all. */
    private static void requireTrue(Certificate certificate, Sealing sealing) throws SyncException {
        boolean entries = certificate.summary().equals(sealing.folder().archived());
        boolean losses = certificate.lossCount() == sealing.losses().size();
        boolean zone = certificate.head().zone().equals(sealing.job().zone().getId());
        if (!entries || !losses || !zone) {
            throw SyncException.permanent(
                    ErrorCode.CERTIFICATE_FOREIGN,
                    "Certificate " + certificate.id() + ": it does not say what the index has: "
                            + (entries
                                    ? ""
                                    : certificate.summary() + " instead of "
                                            + sealing.folder().archived() + ". ")
                            + (losses
                                    ? ""
                                    : certificate.lossCount() + " losses instead of "
                                            + sealing.losses().size() + ". ")
                            + (zone
                                    ? ""
                                    : certificate.head().zone() + " instead of "
                                            + sealing.job().zone()));
        }
    }

    /** A certificate that is there already, by a call whose answer was lost, is its own successor. */
    private static void requireNext(Certificate certificate, Chain chain) throws SyncException {
        boolean next = certificate.id().revision() == chain.next()
                && certificate.head().previous().equals(chain.previous());
        boolean there =
                chain.previous().filter(certificate.asPredecessor()::equals).isPresent();
        if (!next && !there) {
            throw SyncException.passing(
                    ErrorCode.FOLDER_CHANGED,
                    "Certificate " + certificate.id() + " follows "
                            + certificate.head().previous() + ", not " + chain.previous());
        }
    }

    private void publish(
            CertificateFiles files,
            VerifiedCertificate verified,
            byte[] json,
            KeyRing keys,
            CertificateVerifier verifier,
            Instant now)
            throws SyncException {
        Signer server = parts.keys().server();
        for (KeyId used : List.of(verified.certificate().head().key(), server.keyId())) {
            Optional<VerificationKey> key = keys.find(used);
            if (key.isPresent()) {
                files.writeKey(key.get());
            }
        }
        files.publish(verified.signatures().countersigned(server, now), json, verifier);
    }

    private Sealed seal(RunnerId runner, CertifyRequest request, Certificate certificate, Instant now)
            throws SyncException {
        JobId job = request.job();
        long revision = certificate.id().revision();
        CertificateNote note = new CertificateNote(revision, certificate.digest(), certificate.summary());
        DeedRow deed = new DeedRow(
                DeedRow.Deed.FOLDER_SEALED,
                runner,
                job,
                Optional.empty(),
                "Certificate " + revision + " of folder " + request.folder() + ", "
                        + certificate.summary().count() + " entries, SHA-256 " + certificate.digest());
        index.transact(tx -> {
            tx.lockJob(job);
            FolderRow folder = Sealing.requireUnchanged(tx, job, request.folder(), request.folderRevision());
            tx.updateFolder(folder.certified(note).sealed(folder.sealedAt().orElse(now)));
            tx.insertDeed(deed);
            return deed;
        });
        return new Sealed(new CertifyAnswer(revision, certificate.digest()), Optional.of(deed));
    }

    private static SyncException changed(CertifyRequest request) {
        return SyncException.passing(
                ErrorCode.FOLDER_CHANGED,
                "Folder " + request.folder() + " has left revision " + request.folderRevision());
    }
}

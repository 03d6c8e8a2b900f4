package io.datasync.core.cycle.seal;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertificateHead;
import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateWriter;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.signature.CertificateSignatures;
import io.datasync.core.certificate.signature.CertificateSignaturesJson;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;

/**
 * Certifies date folders: asks the server what is archived of one, vouches for it, signs, and hands the certificate in (D-9).
 *
 * <p>Holds the entries of one folder, at most {@link Certificate#ENTRIES_MAX}, and its certificate. For one thread; blocks.
 */
public final class FolderCertifier {
    /** The most entries of one call of {@link Vouching}. */
    public static final int BATCH = 1_000;

    private final Coordinator coordinator;
    private final RunnerId runner;
    private final JobId job;
    private final Signer deviceKey;
    private final InstantSource clock;
    private final Vouching vouching;

    /** Vouches for entries before they are signed. */
    @FunctionalInterface
    public interface Vouching {
        /**
         * Makes sure that the archive holds these bytes.
         *
         * @param facts at most {@link #BATCH}, in canonical order
         * @throws SyncException why it cannot: then nothing is signed
         */
        void vouch(List<Fact> facts) throws SyncException;
    }

    /** A certifier of one job's folders. */
    public FolderCertifier(
            Coordinator coordinator,
            RunnerId runner,
            JobId job,
            Signer deviceKey,
            InstantSource clock,
            Vouching vouching) {
        this.coordinator = coordinator;
        this.runner = runner;
        this.job = job;
        this.deviceKey = deviceKey;
        this.clock = clock;
        this.vouching = vouching;
    }

    /**
     * Certifies a folder. Repeating it is safe: each time it signs what is archived by then.
     *
     * @throws SyncException as {@link Coordinator#draft} and {@link Coordinator#certify}; {@code MESSAGE_MALFORMED} for a draft that is none;
     *     what the vouching throws
     */
    public CertifyAnswer certify(FolderName folder) throws SyncException {
        DraftCopy draft = new DraftCopy(folder);
        coordinator.draft(job, folder, draft);
        DraftHead head = draft.head();
        List<Fact> facts = draft.entries();
        for (int start = 0; start < facts.size(); start += BATCH) {
            vouching.vouch(List.copyOf(facts.subList(start, Math.min(start + BATCH, facts.size()))));
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        Certificate certificate = write(head, facts, draft.losses(), json);
        CertificateSignatures signatures = CertificateSignatures.byAgent(certificate, deviceKey);
        return coordinator.certify(new CertifyRequest(
                job, folder, head.folderRevision(), json.toByteArray(), CertificateSignaturesJson.write(signatures)));
    }

    private Certificate write(DraftHead head, List<Fact> facts, List<CertifiedLoss> losses, ByteArrayOutputStream json)
            throws SyncException {
        CertificateHead said = new CertificateHead(
                new CertificateId(runner, job, head.folder(), head.certificateRevision()),
                head.previous(),
                head.zone().getId(),
                clock.instant(),
                deviceKey.keyId());
        Certificate certificate;
        try {
            CertificateWriter writer = new CertificateWriter(json, said);
            for (Fact fact : facts) {
                writer.entry(fact);
            }
            for (CertifiedLoss loss : losses) {
                writer.loss(loss);
            }
            certificate = writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        if (!certificate.summary().equals(head.archived())) {
            throw SyncException.passing(
                    ErrorCode.FOLDER_CHANGED, "The draft of folder " + head.folder() + " is not what its head says");
        }
        return certificate;
    }
}

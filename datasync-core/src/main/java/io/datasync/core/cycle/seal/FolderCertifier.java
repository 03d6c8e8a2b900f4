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
import io.datasync.core.scratch.ScratchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Certifies date folders: asks the server what is archived of one, vouches for it, signs, and hands the certificate in (D-9).
 *
 * <p>Holds a few thousand entries in memory, however many the folder has (AGT-11): the others, and the certificate, lie on the local disk
 * until the call returns. For one thread; blocks.
 */
public final class FolderCertifier {
    /** The most entries of one call of {@link Vouching}. */
    public static final int BATCH = 1_000;

    private final Coordinator coordinator;
    private final RunnerId runner;
    private final JobId job;
    private final Signer deviceKey;
    private final InstantSource clock;
    private final Path scratch;
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

    /**
     * A certifier of one job's folders.
     *
     * @param scratch a folder on the local disk for what does not fit in memory; made when it is needed
     */
    public FolderCertifier(
            Coordinator coordinator,
            RunnerId runner,
            JobId job,
            Signer deviceKey,
            InstantSource clock,
            Path scratch,
            Vouching vouching) {
        this.coordinator = coordinator;
        this.runner = runner;
        this.job = job;
        this.deviceKey = deviceKey;
        this.clock = clock;
        this.scratch = scratch;
        this.vouching = vouching;
    }

    /**
     * Certifies a folder. Repeating it is safe: each time it signs what is archived by then.
     *
     * @throws SyncException as {@link Coordinator#draft} and {@link Coordinator#certify}; {@code MESSAGE_MALFORMED} for a draft that is none;
     *     {@code SCRATCH_IO}; what the vouching throws
     */
    public CertifyAnswer certify(FolderName folder) throws SyncException {
        try (DraftCopy draft = new DraftCopy(folder, scratch);
                ScratchFile json = ScratchFile.in(scratch)) {
            coordinator.draft(job, folder, draft);
            DraftHead head = draft.head();
            Certificate certificate = write(head, draft, json);
            if (!certificate.summary().equals(head.archived())) {
                throw SyncException.passing(
                        ErrorCode.FOLDER_CHANGED,
                        "The draft of folder " + head.folder() + " is not what its head says");
            }
            CertificateSignatures signatures = CertificateSignatures.byAgent(certificate, deviceKey);
            return coordinator.certify(new CertifyRequest(
                    job,
                    folder,
                    head.folderRevision(),
                    () -> json.read(0, json.sizeBytes()),
                    CertificateSignaturesJson.write(signatures)));
        } catch (IOException e) {
            throw ScratchFile.failure(e);
        }
    }

    /** Vouches for what it writes; nothing of it counts before it is signed. */
    private Certificate write(DraftHead head, DraftCopy draft, ScratchFile json) throws IOException, SyncException {
        CertificateWriter writer = new CertificateWriter(
                json.append(),
                new CertificateHead(
                        new CertificateId(runner, job, head.folder(), head.certificateRevision()),
                        head.previous(),
                        head.zone().getId(),
                        clock.instant(),
                        deviceKey.keyId()));
        List<Fact> batch = new ArrayList<>();
        for (Fact fact = draft.nextEntry(); fact != null; fact = draft.nextEntry()) {
            batch.add(fact);
            if (batch.size() == BATCH) {
                vouching.vouch(List.copyOf(batch));
                batch.clear();
            }
            writer.entry(fact);
        }
        if (!batch.isEmpty()) {
            vouching.vouch(batch);
        }
        for (CertifiedLoss loss = draft.nextLoss(); loss != null; loss = draft.nextLoss()) {
            writer.loss(loss);
        }
        return writer.finish();
    }
}

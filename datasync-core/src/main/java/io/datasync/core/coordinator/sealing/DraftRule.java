package io.datasync.core.coordinator.sealing;

import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.protocol.seal.DraftHead;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.core.store.ArchiveStore;
import java.util.List;
import java.util.Optional;

/**
 * Tells an agent what the certificate of a folder is to say: read a page of rows, show it, read the next (D-31). Bounded memory but for the
 * losses. Thread-safe.
 */
public final class DraftRule {
    private static final int PAGE = 1_000;

    private final StateIndex index;
    private final SealOffers offers;
    private final SealingParts parts;

    /** Drafts of the folders that these offers allow. */
    public DraftRule(StateIndex index, SealOffers offers, SealingParts parts) {
        this.index = index;
        this.offers = offers;
        this.parts = parts;
    }

    /**
     * Shows the draft of a folder.
     *
     * @throws SyncException {@code JOB_UNKNOWN}, {@code SEAL_REFUSED}, {@code FOLDER_TOO_LARGE}; {@code FOLDER_CHANGED} (retryable) when it
     *     changed meanwhile: what was shown is of no use then; what the share throws; what the visitor throws
     */
    public void draft(RunnerId runner, JobId job, FolderName name, DraftVisitor visitor) throws SyncException {
        Sealing sealing =
                Sealing.read(index, offers, runner, job, name, parts.clock().instant());
        FolderRow folder = sealing.folder();
        Chain chain = chain(sealing);
        visitor.head(new DraftHead(
                name,
                folder.revision(),
                chain.next(),
                chain.previous(),
                sealing.job().zone(),
                folder.archived(),
                sealing.losses().size()));
        Optional<PathHash> after = Optional.empty();
        do {
            after = page(folder, after, visitor);
        } while (after.isPresent());
        for (LossRow loss : sealing.losses()) {
            visitor.loss(loss.entry(), loss.noticedAt());
        }
        index.transact(tx -> Sealing.requireUnchanged(tx, job, name, folder.revision()));
    }

    private Chain chain(Sealing sealing) throws SyncException {
        RunnerId runner = sealing.job().runner();
        try (ArchiveStore store = parts.archives().open(sealing.job().archiveUrl())) {
            return Chain.of(
                    sealing.folder(),
                    new CertificateFiles(store, runner, sealing.job().job()),
                    new CertificateVerifier(parts.keys().trusted(runner)));
        }
    }

    /** Shows a page; the last key of a full one. */
    private Optional<PathHash> page(FolderRow folder, Optional<PathHash> after, DraftVisitor visitor)
            throws SyncException {
        List<EntryRow> rows = index.transact(tx -> tx.page(folder.id(), after, Optional.empty(), PAGE));
        for (EntryRow row : rows) {
            if (row.state().archived()) {
                visitor.entry(row.fact());
            }
        }
        return rows.size() < PAGE
                ? Optional.empty()
                : Optional.of(rows.get(rows.size() - 1).fact().entry().path().hash());
    }
}

package io.datasync.core.reconcile;

import io.datasync.core.certificate.CertificateId;
import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.certificate.signature.VerifiedCertificate;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.Pacing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The good certificate of the highest revision of one folder, whole, and those that were refused on the way to it.
 *
 * @param certificate empty when the folder has none that is good
 * @param facts its entries, by path
 */
record FolderCertificate(
        Optional<VerifiedCertificate> certificate,
        Map<RelativePath, Fact> facts,
        List<LossRow> losses,
        List<RebuildReport.Refused> refused) {
    /** More bad certificates of one folder are not looked at. */
    private static final int TRIES_MAX = 20;

    /**
     * Reads it.
     *
     * @throws SyncException what the store throws; never that a certificate is bad
     */
    static FolderCertificate of(CertificateFiles files, CertificateVerifier verifier, FolderName folder, Pacing pacing)
            throws SyncException {
        List<RebuildReport.Refused> refused = new ArrayList<>();
        if (!CertificateId.isCertifiable(folder)) {
            return new FolderCertificate(Optional.empty(), Map.of(), List.of(), refused);
        }
        pacing.await(0);
        for (long revision : files.revisions(folder).descendingSet()) {
            if (refused.size() == TRIES_MAX) {
                break;
            }
            var content = new Content();
            pacing.await(0);
            try {
                VerifiedCertificate good = files.verify(folder, revision, verifier, content);
                return new FolderCertificate(Optional.of(good), content.facts, content.losses, refused);
            } catch (SyncException e) {
                if (!isOfCertificate(e.code())) {
                    throw e;
                }
                refused.add(new RebuildReport.Refused(folder, revision, e.code(), e.getMessage()));
            }
        }
        return new FolderCertificate(Optional.empty(), Map.of(), List.of(), refused);
    }

    /** Whether a failure is the certificate's own, and not the share's. */
    private static boolean isOfCertificate(ErrorCode code) {
        return code == ErrorCode.CERTIFICATE_MALFORMED
                || code == ErrorCode.CERTIFICATE_UNSIGNED
                || code == ErrorCode.CERTIFICATE_FOREIGN
                || code == ErrorCode.CERTIFICATE_TAMPERED
                || code == ErrorCode.CERTIFICATE_UNCHAINED
                || code == ErrorCode.NAME_MISSING;
    }

    /** What a certificate says; thrown away with it when it turns out bad. */
    private static final class Content implements CertificateVisitor {
        final Map<RelativePath, Fact> facts = new HashMap<>();
        final List<LossRow> losses = new ArrayList<>();

        @Override
        public void entry(Fact fact) {
            facts.put(fact.entry().path(), fact);
        }

        @Override
        public void loss(CertifiedLoss loss) {
            losses.add(new LossRow(loss.entry(), loss.noticedAt()));
        }
    }
}

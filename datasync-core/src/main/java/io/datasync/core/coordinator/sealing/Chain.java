package io.datasync.core.coordinator.sealing;

import io.datasync.core.certificate.CertificateVisitor;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.certificate.signature.CertificateFiles;
import io.datasync.core.certificate.signature.CertificateVerifier;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import java.util.EnumSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which certificate the next one of a folder follows. The share decides, since certificates outlive the index: a database that was restored
 * may not know the newest (D-9, D-20). One on the share that is not good is passed over, and its revision is not used again.
 *
 * @param next the revision that is free: no lower than the folder's
 * @param previous the newest good certificate
 */
record Chain(long next, Optional<Predecessor> previous) {
    private static final Set<ErrorCode> NOT_GOOD = EnumSet.of(
            ErrorCode.CERTIFICATE_MALFORMED,
            ErrorCode.CERTIFICATE_TAMPERED,
            ErrorCode.CERTIFICATE_FOREIGN,
            ErrorCode.CERTIFICATE_UNSIGNED,
            ErrorCode.NAME_MISSING);

    /** Looks at the share; not inside a transaction. */
    static Chain of(FolderRow folder, CertificateFiles files, CertificateVerifier verifier) throws SyncException {
        NavigableSet<Long> revisions = files.revisions(folder.name());
        long next = revisions.isEmpty() ? 1 : revisions.last() + 1;
        return new Chain(Math.max(next, Math.max(folder.revision(), 1)), newest(folder, revisions, files, verifier));
    }

    private static Optional<Predecessor> newest(
            FolderRow folder, NavigableSet<Long> revisions, CertificateFiles files, CertificateVerifier verifier)
            throws SyncException {
        for (long revision : revisions.descendingSet()) {
            if (folder.certificate().isPresent() && folder.certificate().get().revision() == revision) {
                return Optional.of(
                        new Predecessor(revision, folder.certificate().get().digest()));
            }
            try {
                return Optional.of(files.verify(folder.name(), revision, verifier, CertificateVisitor.NONE)
                        .certificate()
                        .asPredecessor());
            } catch (SyncException e) {
                if (!NOT_GOOD.contains(e.code())) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }
}

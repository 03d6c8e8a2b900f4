package io.datasync.core.coordinator.sealing;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.IndexTransaction;
import io.datasync.core.index.JobRow;
import io.datasync.core.index.StateIndex;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.seal.SealDecision;
import java.time.Instant;
import java.util.List;

/** A folder that may be certified, as one transaction found it. */
record Sealing(JobRow job, FolderRow folder, List<LossRow> losses) {
    /**
     * Reads it. No lease is taken and none is asked for: the revision that is read guards what follows (D-24).
     *
     * @throws SyncException {@code JOB_UNKNOWN}; {@code SEAL_REFUSED} when it may not be sealed; {@code FOLDER_TOO_LARGE} when it has more
     *     losses than a certificate can name
     */
    static Sealing read(StateIndex index, SealOffers offers, RunnerId runner, JobId job, FolderName folder, Instant now)
            throws SyncException {
        return index.transact(tx -> {
            JobRow row = tx.lockJob(job)
                    .filter(found -> found.runner().equals(runner))
                    .orElseThrow(() -> SyncException.permanent(
                            ErrorCode.JOB_UNKNOWN, "There is no job " + job + " of this runner"));
            FolderRow found = tx.findFolder(job, folder)
                    .orElseThrow(() -> SyncException.permanent(
                            ErrorCode.SEAL_REFUSED, "Nothing is known of folder " + folder + " of job " + job));
            return new Sealing(row, found, requireReady(tx, offers, row, found, now));
        });
    }

    private static List<LossRow> requireReady(
            IndexTransaction tx, SealOffers offers, JobRow job, FolderRow folder, Instant now) throws SyncException {
        if (!folder.sealed()) {
            SealDecision decision = job.kind() == JobKind.GEOMETRY
                    ? offers.decide(tx, job, folder, folder.listing(), now)
                    : new SealDecision.No(SealDecision.Reason.NOT_A_DATE);
            if (!(decision instanceof SealDecision.Seal)) {
                throw SyncException.permanent(
                        ErrorCode.SEAL_REFUSED, "Folder " + folder.name() + " may not be sealed: " + decision);
            }
        }
        List<LossRow> losses = tx.losses(job.job(), folder.name(), Certificate.ENTRIES_MAX + 1);
        if (losses.size() > Certificate.ENTRIES_MAX) {
            throw SyncException.permanent(
                    ErrorCode.FOLDER_TOO_LARGE,
                    "Folder " + folder.name() + " has more than " + Certificate.ENTRIES_MAX + " losses");
        }
        return losses;
    }

    /** Demands that nobody changed the folder since. */
    static FolderRow requireUnchanged(IndexTransaction tx, JobId job, FolderName folder, long revision)
            throws SyncException {
        return tx.findFolder(job, folder)
                .filter(row -> row.revision() == revision)
                .orElseThrow(() -> SyncException.passing(
                        ErrorCode.FOLDER_CHANGED, "Folder " + folder + " has left revision " + revision));
    }
}

package io.datasync.core.index;

import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.RelativePath;
import java.util.List;
import java.util.Optional;

/**
 * The one way into the loss ledger of the index, so that no loss gets there in silence: one that it did not have raises an alert, which only a
 * person ends (CORE-10). Stateless.
 */
public final class LossLedger {
    private LossLedger() {}

    /**
     * Adds losses of a locked job. Those that the ledger has are left alone and say nothing, so a repeat is harmless (I-8, I-12). The others
     * raise the alert of the job's losses, or are counted by the one that lives.
     *
     * @param run the run that told of them, or the repair that found them
     * @return the alert, when none lived before
     * @throws SyncException {@code INDEX_UNAVAILABLE}: the transaction is rolled back
     */
    public static Optional<AlertRow> add(
            IndexTransaction tx, RunnerId runner, JobId job, RunId run, List<LossRow> losses) throws SyncException {
        if (losses.isEmpty()) {
            return Optional.empty();
        }
        List<LossRow> added = tx.insertLosses(job, run, losses);
        if (added.isEmpty()) {
            return Optional.empty();
        }
        RelativePath firstAdded = added.get(0).entry().path();
        Optional<AlertRow.Files> before = tx.alertedFiles(job, AlertRow.Kind.FILE_LOST);
        RelativePath first = before.flatMap(AlertRow.Files::first).orElse(firstAdded);
        long count = before.map(AlertRow.Files::count).orElse(0L) + added.size();
        String summary = "Files of job " + job + " that vanished before they were archived: " + count + ". The first: "
                + first + ".";
        AlertRow alert = new AlertRow(
                AlertRow.Kind.FILE_LOST, runner, job, new AlertRow.Files(count, Optional.of(first)), summary);
        return tx.raiseAlert(alert) ? Optional.of(alert) : Optional.empty();
    }
}

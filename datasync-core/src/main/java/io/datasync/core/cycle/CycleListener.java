package io.datasync.core.cycle;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.purge.PurgeForecast;
import io.datasync.core.transfer.Recovered;
import io.datasync.core.transfer.publish.Publication;
import java.util.List;

/**
 * Is told what a cycle does: logs, progress bars, metrics and the agent's heartbeat hang here.
 *
 * <p>Called by the cycle's own threads, so it must return soon; {@link #failed} during the scan by several at once, everything else one at
 * a time. What it throws is a bug and ends the cycle.
 */
public interface CycleListener {
    /** Hears nothing. */
    CycleListener NONE = new CycleListener() {};

    /** The parts of a cycle, in their order. */
    enum Phase {
        /** Looking at the source. */
        SCAN,
        /** Asking the server for a run, and comparing folders that differ. */
        COMPARE,
        /** Reading, writing, proving. */
        UPLOAD,
        /** Waiting for files that are still being written. */
        SETTLE,
        /** Reporting what is left and ending the run. */
        COMPLETE
    }

    /** A phase begins. */
    default void phase(Phase phase) {}

    /** A run was opened or resumed under this id; {@code online} says whether the server knows. */
    default void runOpened(RunId run, boolean online) {}

    /** The server cannot be told for now; archiving goes on (D-22). */
    default void offline(SyncException why) {}

    /** What an earlier process left in the archive's staging was cleared up. */
    default void recovered(Recovered what) {}

    /** There is this much to archive. */
    default void planned(long files, long bytes) {}

    /** A file is archived, durable, and in the journal. */
    default void verified(Fact fact, Publication how) {}

    /** Where every file is by now: after the scan, after each batch and at the end; what nothing is known of is in flight. */
    default void counted(Balance soFar) {}

    /** A date folder was sealed, and its certificate is on the share (CORE-8). */
    default void sealed(FolderName folder, CertifyAnswer certificate) {}

    /** A date folder that is ready could not be sealed; a later cycle tries again. */
    default void notSealed(FolderName folder, SyncException why) {}

    /** Something new was found in a sealed folder, which is open again (CORE-5). */
    default void unsealed(FolderName folder) {}

    /** A file could not be archived in this run, after all its tries. */
    default void failed(RelativePath path, SyncException why) {}

    /** A file changed while it was read, and is in flight until it comes to rest (CORE-2); once for each reading in vain. */
    default void waiting(RelativePath path, SyncException why) {}

    /** When the oldest unarchived file will be deleted by the PC (CORE-9): after the scan, and at the end. */
    default void forecast(PurgeForecast forecast) {}

    /**
     * Too many archived files changed at once, in this cycle or before, and nobody has decided about them (D-12); in each cycle until then.
     *
     * @param held how many changed files are held
     * @param renamed how many seem to have been renamed; their new names are archived
     * @param first the first of the held
     */
    default void massChange(long held, long renamed, List<CycleResult.NamedFile> first) {}

    /** The share cannot take the copy of the loss ledger now; the next cycle tries again (D-13). */
    default void lossesNotWritten(SyncException why) {}

    /**
     * Files vanished unarchived (CORE-10).
     *
     * @param files how many
     * @param first the first of them
     */
    default void lost(long files, List<CycleResult.NamedFile> first) {}
}

package io.datasync.core.protocol;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.seal.SealedSet;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a run of a job.
 *
 * @param run made by the agent; the same id asks for the same run again (RUN-3)
 * @param scanSeq the number of the scan whose result is claimed; it only grows (D-21)
 * @param startedOffline whether work of this run was done before the server knew of it
 * @param continues the run whose facts this one goes on reporting, when the server closed that
 * @param highestToken the highest token that the agent has ever seen for this job (D-20)
 * @param folders every folder of which the journal holds verified entries at the source, but for sealed ones that were not listed
 * @param sealed which folders the agent takes for sealed, as {@link io.datasync.core.seal.SealedSet} says it
 */
public record OpenRequest(
        RunId run,
        JobId job,
        long scanSeq,
        boolean startedOffline,
        Optional<RunId> continues,
        FencingToken highestToken,
        List<FolderClaim> folders,
        Digest sealed) {
    /** The highest number of a scan; a higher one is a fault, and would leave no room to count on. */
    public static final long SCAN_SEQ_MAX = 1_000_000_000_000_000L;

    /** The largest number of folders in one request (I-11). */
    public static final int FOLDERS_MAX = 100_000;

    /** What {@link #sealed} is of an agent that takes no folder for sealed. */
    public static final Digest NOTHING_SEALED = SealedSet.digest(List.of());

    public OpenRequest {
        folders = List.copyOf(folders);
    }

    /** Of an agent that takes no folder for sealed. */
    public OpenRequest(
            RunId run,
            JobId job,
            long scanSeq,
            boolean startedOffline,
            Optional<RunId> continues,
            FencingToken highestToken,
            List<FolderClaim> folders) {
        this(run, job, scanSeq, startedOffline, continues, highestToken, folders, NOTHING_SEALED);
    }
}

package io.datasync.core.protocol;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
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
 * @param folders every folder of which the journal holds verified entries at the source
 */
public record OpenRequest(
        RunId run,
        JobId job,
        long scanSeq,
        boolean startedOffline,
        Optional<RunId> continues,
        FencingToken highestToken,
        List<FolderClaim> folders) {
    /** The highest number of a scan; a higher one is a fault, and would leave no room to count on. */
    public static final long SCAN_SEQ_MAX = 1_000_000_000_000_000L;

    /** The largest number of folders in one request (I-11). */
    public static final int FOLDERS_MAX = 100_000;

    public OpenRequest {
        folders = List.copyOf(folders);
    }
}

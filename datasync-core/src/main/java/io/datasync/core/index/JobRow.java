package io.datasync.core.index;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import java.util.Optional;

/**
 * A job as the rules need it.
 *
 * @param archiveUrl where its archive is, fixed when the job was made (D-40)
 * @param token the newest token given
 * @param liveRun the run that holds it, alive or with an expired lease
 * @param scanSeq the highest number of a scan that was claimed, 0 before the first (D-21)
 */
public record JobRow(
        JobId job,
        RunnerId runner,
        boolean enabled,
        String archiveUrl,
        FencingToken token,
        Optional<RunId> liveRun,
        long scanSeq) {}

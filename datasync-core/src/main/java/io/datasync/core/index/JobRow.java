package io.datasync.core.index;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobKind;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A job as the rules need it.
 *
 * @param kind whether its folders are days, which alone are ever sealed
 * @param zone by which a day begins and ends (D-10)
 * @param archiveUrl where its archive is, fixed when the job was made (D-40)
 * @param token the newest token given
 * @param liveRun the run that holds it, alive or with an expired lease
 * @param scanSeq the highest number of a scan that was claimed, 0 before the first (D-21)
 */
public record JobRow(
        JobId job,
        RunnerId runner,
        JobKind kind,
        ZoneId zone,
        boolean enabled,
        String archiveUrl,
        FencingToken token,
        Optional<RunId> liveRun,
        long scanSeq) {
    /** The same job with another newest token and live run. */
    public JobRow with(FencingToken newest, Optional<RunId> newLiveRun) {
        return new JobRow(job, runner, kind, zone, enabled, archiveUrl, newest, newLiveRun, scanSeq);
    }

    /** The same job with another highest scan. */
    public JobRow withScanSeq(long highest) {
        return new JobRow(job, runner, kind, zone, enabled, archiveUrl, token, liveRun, highest);
    }
}

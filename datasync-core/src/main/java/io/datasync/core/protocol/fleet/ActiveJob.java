package io.datasync.core.protocol.fleet;

import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;

/**
 * A job under way. A heartbeat that names its run renews the run's lease (D-23).
 *
 * @param run the run's id, also while the server does not know of it yet
 * @param filesDone files archived in this run so far
 * @param filesTotal files to be archived in this run, 0 while not known
 * @param bytesDone their bytes so far
 * @param bytesTotal their bytes, 0 while not known
 */
public record ActiveJob(
        JobId job, RunId run, JobPhase phase, long filesDone, long filesTotal, long bytesDone, long bytesTotal) {
    public ActiveJob {
        if (filesDone < 0 || filesTotal < 0 || bytesDone < 0 || bytesTotal < 0) {
            throw new IllegalArgumentException("Counts cannot be negative");
        }
    }
}

package io.datasync.core.verify;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.lease.JobId;
import java.util.Map;

/**
 * What a call of a {@link Sampler} did.
 *
 * @param files how many files it read to their end, and their bytes
 * @param equal how many of them are as they were proven
 * @param disputed how many files are not, or are not there: each is a finding and an alert
 * @param putOff how many are looked at again later: not there for the first time, unreadable, or just changed by a run
 * @param late how many were taken up more than an hour after they were proven
 * @param left jobs whose archive could not be asked, and why; their files come up again
 */
public record SamplerReport(
        long files, long bytes, long equal, long disputed, long putOff, long late, Map<JobId, ErrorCode> left) {
    public SamplerReport {
        left = Map.copyOf(left);
    }

    /** Whether there was nothing to do. */
    public boolean isIdle() {
        return files + disputed + putOff == 0 && left.isEmpty();
    }
}

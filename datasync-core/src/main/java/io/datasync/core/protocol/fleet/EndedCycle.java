package io.datasync.core.protocol.fleet;

import io.datasync.core.lease.JobId;
import java.time.Instant;

/**
 * The last cycle of a job that came to its end without a failure, whether or not there was anything to do (D-26).
 *
 * @param endedAt by the agent's clock
 */
public record EndedCycle(JobId job, Instant endedAt) {}

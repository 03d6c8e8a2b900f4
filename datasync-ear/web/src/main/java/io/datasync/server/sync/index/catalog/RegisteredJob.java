package io.datasync.server.sync.index.catalog;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as people see it.
 *
 * @param definition what its agent is told
 * @param token the newest token given
 * @param liveRun the run that holds it
 */
public record RegisteredJob(
        RunnerId runner, JobDefinition definition, Instant createdAt, FencingToken token, Optional<RunId> liveRun) {}

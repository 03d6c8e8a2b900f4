package io.datasync.server.sync.boundary.people;

import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.server.sync.index.catalog.RegisteredJob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job as listed. */
public record ListedJob(
        String runnerId,
        String jobId,
        String kind,
        String zone,
        String root,
        String archiveUrl,
        List<String> include,
        List<String> exclude,
        long intervalSeconds,
        long quietPeriodSeconds,
        boolean enabled,
        @Nullable PoolLimit pool,
        String createdAt,
        String token,
        @Nullable String liveRunId) {
    static ListedJob of(RegisteredJob job) {
        JobDefinition definition = job.definition();
        return new ListedJob(
                job.runner().text(),
                definition.job().text(),
                definition.kind().text(),
                definition.zone().getId(),
                definition.root(),
                definition.archiveUrl(),
                definition.include(),
                definition.exclude(),
                definition.interval().toSeconds(),
                definition.quietPeriod().toSeconds(),
                definition.enabled(),
                definition.pool().map(PoolLimit::of).orElse(null),
                job.createdAt().toString(),
                job.token().toString(),
                job.liveRun().map(RunId::text).orElse(null));
    }
}

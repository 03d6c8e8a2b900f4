package io.datasync.core.protocol.fleet;

import io.datasync.core.lease.JobId;
import io.datasync.core.purge.PurgeForecast;

/** When the oldest unarchived file of a job will be deleted by its PC, as its last scan had it (CORE-9). */
public record JobForecast(JobId job, PurgeForecast forecast) {}

package io.datasync.core.index;

import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import java.time.Instant;

/**
 * What an archived file used to be: its earlier content lies among the versions on the share (CORE-11, D-6). Never removed by a run.
 *
 * @param fact what was known of it
 * @param retiredAt when the index took the newer content for it, by the index's time
 * @param run the run that brought the newer content
 */
public record VersionRow(Fact fact, Instant retiredAt, RunId run) {}

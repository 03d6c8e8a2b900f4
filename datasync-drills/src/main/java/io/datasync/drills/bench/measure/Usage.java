package io.datasync.drills.bench.measure;

import java.time.Duration;

/**
 * What one run took.
 *
 * @param wall from start to end
 * @param cpu processor time, in user and system mode, of all threads and children
 * @param peakBytes the most resident memory at once of the largest process
 */
public record Usage(Duration wall, Duration cpu, long peakBytes) {}

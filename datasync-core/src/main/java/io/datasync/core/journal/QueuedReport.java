package io.datasync.core.journal;

import io.datasync.core.protocol.Report;

/**
 * A report that the server has not confirmed.
 *
 * @param number grows with each report of the job
 */
public record QueuedReport(long number, Report report) {}

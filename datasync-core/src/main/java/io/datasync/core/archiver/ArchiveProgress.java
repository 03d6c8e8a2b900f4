package io.datasync.core.archiver;

import io.datasync.core.balance.Balance;

/**
 * How far a call of {@link Archiver#archive} is.
 *
 * @param plannedFiles files that were found to be archived by this call
 * @param plannedBytes their bytes
 * @param doneFiles those of them that are archived
 * @param doneBytes their bytes
 * @param balance where every file is by now; what nothing is known of yet is in flight
 */
public record ArchiveProgress(long plannedFiles, long plannedBytes, long doneFiles, long doneBytes, Balance balance) {}

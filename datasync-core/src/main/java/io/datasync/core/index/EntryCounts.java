package io.datasync.core.index;

/**
 * How many entries of a folder are on record as there.
 *
 * @param entries files that are in another state than missing
 * @param absent those of them that the last listing did not have
 */
public record EntryCounts(long entries, long absent) {}

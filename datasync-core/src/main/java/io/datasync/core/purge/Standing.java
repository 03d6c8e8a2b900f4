package io.datasync.core.purge;

import io.datasync.core.manifest.SourceEntry;

/**
 * Where the first unarchived file stands in a purge order.
 *
 * @param file the file that is deleted first of those that are not archived
 * @param ahead the known files that are certain to be deleted before it ({@link PurgeOrder#isAhead}): its rank
 */
public record Standing(SourceEntry file, Volume ahead) {}

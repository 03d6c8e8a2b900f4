package io.datasync.core.archiver;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;

/**
 * A file that is not archived.
 *
 * @param path its name below the source
 * @param why what happened, with a stable code
 */
public record UnarchivedFile(RelativePath path, SyncException why) {}

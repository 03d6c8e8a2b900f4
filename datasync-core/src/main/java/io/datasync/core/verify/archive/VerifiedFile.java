package io.datasync.core.verify.archive;

import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;

/**
 * A file of which a verification has more to say than that all is well.
 *
 * @param why what was expected and what was found, or why it could not be read
 */
public record VerifiedFile(RelativePath path, Verdict verdict, SyncException why) {}

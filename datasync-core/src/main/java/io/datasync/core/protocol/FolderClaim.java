package io.datasync.core.protocol;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.path.FolderName;

/**
 * What an agent says of one folder: the verified entries that are still at the source (D-1).
 *
 * @param atSource compared with the index's {@code at_source} summary of the folder
 */
public record FolderClaim(FolderName folder, SetSummary atSource) {}

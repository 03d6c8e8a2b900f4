package io.datasync.core.seal;

import io.datasync.core.path.FolderName;
import java.time.Instant;

/**
 * A sealed folder as the agent remembers it, so that it needs no scan while it looks the same.
 *
 * @param probe how it looked before its last complete listing began
 * @param files how many files that listing found; all of them were archived (D-3)
 * @param present the same and those that are left out of the archive, which count for a limit of the source (D-11)
 * @param bytes the bytes of the files
 * @param listedAt when that listing began, by the agent's clock, in milliseconds
 */
public record SealedFolder(
        FolderName folder, FolderProbe probe, long files, long present, long bytes, Instant listedAt) {
    public SealedFolder {
        if (files < 0 || present < files || bytes < 0) {
            throw new IllegalArgumentException(
                    "A folder cannot have " + files + " files of " + present + " with " + bytes + " bytes");
        }
    }
}

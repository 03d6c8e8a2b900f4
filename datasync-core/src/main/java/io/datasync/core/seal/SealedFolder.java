package io.datasync.core.seal;

import io.datasync.core.path.FolderName;
import java.time.Instant;

/**
 * A sealed folder as the agent remembers it, so that it needs no scan while it looks the same.
 *
 * @param probe how it looked before its last complete listing began
 * @param files how many files that listing found; all of them were archived (D-3)
 * @param listedAt when that listing began, by the agent's clock
 */
public record SealedFolder(FolderName folder, FolderProbe probe, long files, Instant listedAt) {
    public SealedFolder {
        if (files < 0) {
            throw new IllegalArgumentException("A folder cannot have " + files + " files");
        }
    }
}

package io.datasync.core.protocol.seal;

import io.datasync.core.path.FolderName;

/**
 * A date folder of a geometry job that is not sealed and that the run's scan listed to its end, and in which it found nothing new (D-10).
 *
 * @param outstanding how many of its files are in flight or failed at the run's end
 */
public record FolderListing(FolderName folder, long outstanding) {
    public FolderListing {
        if (outstanding < 0) {
            throw new IllegalArgumentException("Counts cannot be negative: " + outstanding);
        }
    }
}

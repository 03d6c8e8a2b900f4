package io.datasync.core.protocol.seal;

import java.time.Duration;
import java.util.List;

/**
 * What a run's scan says of the date folders that it listed to their end.
 *
 * @param folders at most {@link #MAX}, each once
 * @param scanAge how long ago the scan began, by a clock that made no step meanwhile; so the server need not trust the agent's time
 */
public record FolderListings(List<FolderListing> folders, Duration scanAge) {
    /** The largest number of listings in one request (I-11). */
    public static final int MAX = 10_000;

    /** Nothing is said. */
    public static final FolderListings NONE = new FolderListings(List.of(), Duration.ZERO);

    public FolderListings {
        folders = List.copyOf(folders);
        if (scanAge.isNegative()) {
            throw new IllegalArgumentException("A scan cannot be " + scanAge + " old");
        }
    }
}

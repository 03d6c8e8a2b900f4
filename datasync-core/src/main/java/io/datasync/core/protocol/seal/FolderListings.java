package io.datasync.core.protocol.seal;

import io.datasync.core.path.FolderName;
import java.time.Duration;
import java.util.List;

/**
 * What a run's scan says of the date folders that are not sealed.
 *
 * @param folders those that it listed to their end and found nothing new in, each once; at most {@link #MAX}
 * @param unsettled those in which it found something new, or that it could not list to their end; at most {@link #MAX}
 * @param whole whether it listed the whole root, so that a folder that is neither here nor sealed is not at the source any more
 * @param scanAge how long ago the scan began, by a clock that made no step meanwhile; so the server need not trust the agent's time
 */
public record FolderListings(List<FolderListing> folders, List<FolderName> unsettled, boolean whole, Duration scanAge) {
    /** The largest number of folders in either list (I-11). */
    public static final int MAX = 10_000;

    /** Nothing is said. */
    public static final FolderListings NONE = new FolderListings(List.of(), List.of(), false, Duration.ZERO);

    public FolderListings {
        folders = List.copyOf(folders);
        unsettled = List.copyOf(unsettled);
        if (scanAge.isNegative()) {
            throw new IllegalArgumentException("A scan cannot be " + scanAge + " old");
        }
    }
}

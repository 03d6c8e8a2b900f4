package io.datasync.core.transfer;

import io.datasync.core.failure.SyncException;
import java.util.Optional;

/**
 * How uploading ended.
 *
 * @param stoppedBy why entries were left that nobody tried: the share or the source failed, or {@code INTERRUPTED} on request. Empty when
 *     every entry was tried. Entries that were not tried, or cut in the middle, have no outcome and stay in flight
 */
public record UploadsEnd(Optional<SyncException> stoppedBy) {
    /** Whether every entry was tried. */
    public boolean isComplete() {
        return stoppedBy.isEmpty();
    }
}

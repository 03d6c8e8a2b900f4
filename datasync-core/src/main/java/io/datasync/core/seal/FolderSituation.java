package io.datasync.core.seal;

import io.datasync.core.path.FolderName;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a folder of a geometry job when it is asked whether it may be sealed. All times are the server's.
 *
 * @param archived how many entries of it are archived
 * @param lastNewAt when something new last came into it; empty when nothing ever did
 * @param listedAt when a listing of it began that came to its end and found nothing new; empty when none did
 * @param outstanding how many of its entries were in flight or failed by that listing, or are recorded as damaged, missing or not proven
 * @param sealed whether it is sealed
 */
public record FolderSituation(
        FolderName folder,
        long archived,
        Optional<Instant> lastNewAt,
        Optional<Instant> listedAt,
        long outstanding,
        boolean sealed) {
    public FolderSituation {
        if (archived < 0 || outstanding < 0) {
            throw new IllegalArgumentException("Counts cannot be negative: " + archived + ", " + outstanding);
        }
    }
}

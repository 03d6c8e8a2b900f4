package io.datasync.core.transfer;

import io.datasync.core.failure.SyncException;
import java.util.List;

/**
 * What a recovery did.
 *
 * @param finished changes of version that were finished: the new content has the name
 * @param restored changes of version that were undone: the earlier content has the name again
 * @param discarded staged files that were removed
 * @param left why an intent, and what is staged for it, had to be left as it is
 */
public record Recovered(long finished, long restored, long discarded, List<SyncException> left) {
    public Recovered {
        left = List.copyOf(left);
    }
}

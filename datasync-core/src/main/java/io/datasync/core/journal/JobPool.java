package io.datasync.core.journal;

import io.datasync.core.purge.PurgePool;
import java.util.List;

/**
 * The pool to which a job's source belongs (D-11).
 *
 * @param pool the pool with its limits
 * @param neighbours the journals of the other jobs whose sources share the limits; a cycle reads there what their scans taught
 */
public record JobPool(PurgePool pool, List<JobJournal> neighbours) {
    public JobPool {
        neighbours = List.copyOf(neighbours);
    }
}

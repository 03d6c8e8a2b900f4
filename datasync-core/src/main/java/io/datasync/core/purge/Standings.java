package io.datasync.core.purge;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the unarchived files of a job stand.
 *
 * @param known all files that the job knows to be at its source
 * @param first the first unarchived file in each order; of all orders or, when every file is archived, of none
 */
public record Standings(Volume known, Map<PurgeOrder, Standing> first) {
    public Standings {
        // In one order in every JVM, which simulations rely on.
        first = Collections.unmodifiableMap(new TreeMap<>(first));
        if (!first.isEmpty() && first.size() != PurgeOrder.values().length) {
            throw new IllegalArgumentException("Some orders are missing: " + first.keySet());
        }
    }
}

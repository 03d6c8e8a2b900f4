package io.datasync.testkit.simulation.weather;

import java.util.Map;
import java.util.TreeMap;

/** How many faults of each kind were injected. */
public final class FaultCounts {
    private final Map<String, Long> counts = new TreeMap<>();

    /** One more. */
    public void add(String kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    /** By kind, in the order of their names. */
    public Map<String, Long> all() {
        return counts;
    }
}

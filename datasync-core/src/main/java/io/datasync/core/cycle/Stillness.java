package io.datasync.core.cycle;

import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.StillnessRule;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Applies the {@link StillnessRule} within one cycle: remembers when files dated in the future were first observed, since their own time
 * says nothing. One that was observed by an earlier cycle has waited long enough. Thread-safe.
 */
final class Stillness {
    /** Files beyond this number that are dated in the future count as observed long ago; the look after reading still guards them. */
    private static final int FUTURE_DATED_MAX = 100_000;

    private final StillnessRule rule;
    private final Instant cycleBegan;
    private final Map<RelativePath, Instant> firstObserved = new ConcurrentHashMap<>();

    Stillness(StillnessRule rule, Instant cycleBegan) {
        this.rule = rule;
        this.cycleBegan = cycleBegan;
    }

    /** A file that is new or changed was observed by the scan. */
    void observed(SourceEntry entry) {
        observed(entry, cycleBegan);
    }

    /** A file was observed to be another than before. */
    void observed(SourceEntry entry, Instant at) {
        if (Ticks.toInstant(entry.ticks()).isAfter(at) && firstObserved.size() < FUTURE_DATED_MAX) {
            firstObserved.put(entry.path(), at);
        }
    }

    /** From when the entry counts as still. */
    Instant stillFrom(SourceEntry entry) {
        return rule.stillFrom(entry, firstObserved.getOrDefault(entry.path(), Instant.MIN), Instant.MIN);
    }
}

package io.datasync.core.cycle;

import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.manifest.Ticks;
import io.datasync.core.path.RelativePath;
import io.datasync.core.scan.ClockWatch;
import io.datasync.core.scan.StillnessRule;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Applies the {@link StillnessRule} within one cycle: remembers when files that are dated later than its beginning were first observed,
 * since the time of one that comes from the future says nothing. One that an earlier cycle observed has waited long enough, unless the
 * clock was put right meanwhile (D-25). Thread-safe.
 */
final class Stillness {
    /** Files beyond this number that are dated later than the cycle count as still; the look after reading guards them all the same. */
    private static final int LATER_MAX = 100_000;

    private final StillnessRule rule;
    private final ClockWatch clockWatch;
    private final Instant cycleBegan;
    private final Map<RelativePath, Instant> firstObserved = new ConcurrentHashMap<>();

    Stillness(StillnessRule rule, ClockWatch clockWatch, Instant cycleBegan) {
        this.rule = rule;
        this.clockWatch = clockWatch;
        this.cycleBegan = cycleBegan;
    }

    /** A file that is new or changed was observed by the scan. */
    void observed(SourceEntry entry) {
        observed(entry, cycleBegan);
    }

    /** A file was observed to be another than before. */
    void observed(SourceEntry entry, Instant at) {
        if (isLaterThanTheCycle(entry) && firstObserved.size() < LATER_MAX) {
            firstObserved.put(entry.path(), at);
        }
    }

    /** From when the entry counts as still. */
    Instant stillFrom(SourceEntry entry) {
        Instant observedBefore = isLaterThanTheCycle(entry) ? Instant.MIN : Instant.MAX;
        return rule.stillFrom(
                entry, firstObserved.getOrDefault(entry.path(), observedBefore), clockWatch.steadySince());
    }

    private boolean isLaterThanTheCycle(SourceEntry entry) {
        return Ticks.toInstant(entry.ticks()).isAfter(cycleBegan);
    }
}

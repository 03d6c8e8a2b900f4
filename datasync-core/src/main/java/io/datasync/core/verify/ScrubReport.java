package io.datasync.core.verify;

import io.datasync.core.repair.ChangeKind;
import java.util.Map;
import java.util.Optional;

/**
 * What a scrub did.
 *
 * @param days the days whose slices were due; empty when those of today were done before
 * @param files how many files it read to their end, and their bytes
 * @param equal how many of them are on record as archived and have the bytes on record
 * @param absent how many were not there: reconcile says what is missing
 * @param unreadable how many could not be read to their end; nothing is said of them
 * @param changes how many rows it changed, by what it did
 */
public record ScrubReport(
        Optional<Rotation.Days> days,
        long files,
        long bytes,
        long equal,
        long absent,
        long unreadable,
        Map<ChangeKind, Long> changes) {
    public ScrubReport {
        changes = Map.copyOf(changes);
    }

    /** How many rows it changed in this way. */
    public long count(ChangeKind kind) {
        return changes.getOrDefault(kind, 0L);
    }
}

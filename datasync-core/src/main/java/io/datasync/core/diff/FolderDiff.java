package io.datasync.core.diff;

import io.datasync.core.digest.SetSummary;
import io.datasync.core.path.FolderName;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares folders by their summaries, so that entries are compared only where they differ (CORE-4). */
final class FolderDiff {
    private FolderDiff() {}

    /**
     * The folders whose summaries differ, in their order. A folder that one side does not name is empty there. Equal summaries mean equal
     * sets as far as chance is concerned, not as far as an attacker is (D-8).
     */
    static SortedSet<FolderName> differing(Map<FolderName, SetSummary> one, Map<FolderName, SetSummary> other) {
        SortedSet<FolderName> differing = new TreeSet<>();
        addDiffering(one, other, differing);
        addDiffering(other, one, differing);
        return Collections.unmodifiableSortedSet(differing);
    }

    private static void addDiffering(
            Map<FolderName, SetSummary> one, Map<FolderName, SetSummary> other, SortedSet<FolderName> differing) {
        one.forEach((folder, summary) -> {
            if (!summary.equals(other.getOrDefault(folder, SetSummary.EMPTY))) {
                differing.add(folder);
            }
        });
    }
}

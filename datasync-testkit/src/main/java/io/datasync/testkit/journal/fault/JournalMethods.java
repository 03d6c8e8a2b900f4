package io.datasync.testkit.journal.fault;

import java.util.Set;

/** Which calls of a journal of a job only read. All others change something, so that a crash before one and one after it differ. */
final class JournalMethods {
    static final Set<String> READING = Set.of(
            "sourceIdentity",
            "folders",
            "entries",
            "find",
            "vanishCensus",
            "changeCensus",
            "newNames",
            "held",
            "pending",
            "standings",
            "purgeMemory",
            "unreported",
            "summaries",
            "unfinished",
            "sealedFolders",
            "sealDueAt",
            "counts",
            "losses",
            "lossesOf",
            "unwrittenLosses",
            "currentRun",
            "highestToken");

    private JournalMethods() {}

    static boolean changes(String method) {
        return !READING.contains(method);
    }
}

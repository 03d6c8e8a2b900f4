package io.datasync.agent.journal;

import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import java.util.Optional;

/**
 * An entry as it is stored.
 *
 * @param firstScan the scan that saw it first
 * @param vanishedScan the scan that staged it as vanished since it was observed last; 0 when none did
 */
record StoredEntry(JournalEntry entry, long firstScan, long vanishedScan) {
    /** One that becomes known. */
    static StoredEntry fresh(SourceEntry observed, Optional<Fact> verified, long firstScan) {
        return new StoredEntry(new JournalEntry(observed, verified), firstScan, 0);
    }

    SourceEntry observed() {
        return entry.observed();
    }

    Optional<Fact> verified() {
        return entry.verified();
    }

    boolean pending() {
        return entry.pending();
    }

    boolean waits() {
        return entry.waits();
    }

    Hold hold() {
        return entry.hold();
    }

    /** Seen again, so no longer staged. */
    StoredEntry withObserved(SourceEntry observed) {
        return new StoredEntry(entry.observed(observed), firstScan, 0);
    }

    StoredEntry withHold(Hold decided) {
        return new StoredEntry(entry.held(decided), firstScan, vanishedScan);
    }

    StoredEntry withVerified(Optional<Fact> fact) {
        return new StoredEntry(entry.verified(fact), firstScan, vanishedScan);
    }
}

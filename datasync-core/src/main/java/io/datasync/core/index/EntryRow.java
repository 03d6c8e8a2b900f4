package io.datasync.core.index;

import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The current version of an entry in the index.
 *
 * @param fact what is known of it; proven only in the states that count as archived
 * @param atSource whether it was at the source when last observed
 * @param scanSeq the scan in which it was last observed; a report of an older scan changes nothing (D-21)
 * @param run the run that reported it (I-3), or the repair that found it
 * @param token the token under which that run reported it (I-3); {@link FencingToken#NONE} for a repair
 * @param check when it was last read back from the share and found equal; empty when never since it was proven (D-5)
 * @param absentSince by the index's time, when a listing first did not have it, while no later one had it (D-24)
 */
public record EntryRow(
        Fact fact,
        EntryState state,
        boolean atSource,
        long scanSeq,
        RunId run,
        FencingToken token,
        Optional<Check> check,
        Optional<Instant> absentSince) {
    /** Who read a file back. Stored in lower case. */
    public enum Checker {
        AGENT,
        SERVER;

        /** As it is stored. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A proof that the share still holds the bytes (D-5, {@code stored}): who read them and when. */
    public record Check(Checker by, Instant at) {}

    /** An entry that nobody has read back and that no listing has missed. */
    public EntryRow(Fact fact, EntryState state, boolean atSource, long scanSeq, RunId run, FencingToken token) {
        this(fact, state, atSource, scanSeq, run, token, Optional.empty(), Optional.empty());
    }

    /** Whether it counts in the folder's {@code at_source} summary. */
    public boolean countsAtSource() {
        return atSource && state.archived();
    }

    /** The same entry as observed in another scan; who proved it stays. */
    public EntryRow observed(boolean newAtSource, long newScanSeq) {
        return new EntryRow(fact, state, newAtSource, newScanSeq, run, token, check, absentSince);
    }

    /** The same entry as a repair found it; what runs observed of it stays. */
    public EntryRow repaired(Fact newFact, EntryState newState, Optional<Check> newCheck, Optional<Instant> newAbsent) {
        return new EntryRow(newFact, newState, atSource, scanSeq, run, token, newCheck, newAbsent);
    }
}

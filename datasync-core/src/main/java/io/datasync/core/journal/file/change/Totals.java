package io.datasync.core.journal.file.change;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.journal.Hold;
import io.datasync.core.journal.JournalEntry;
import io.datasync.core.journal.file.page.Known;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of a set of entries, so that nobody needs to look at them for it.
 *
 * @param entries how many there are
 * @param files how many of them are files
 * @param waiting how many are to be archived
 * @param held how many files are held
 * @param quarantined how many files a person keeps out of the archive
 * @param archived of how many files anything is verified
 * @param undecided how many of those changed and are neither held nor decided about
 * @param verifiedBytes the bytes of what is verified
 * @param verified of how many entries anything is verified, and the sum of their digests; its own bytes are not counted
 */
public record Totals(
        long entries,
        long files,
        long waiting,
        long held,
        long quarantined,
        long archived,
        long undecided,
        long verifiedBytes,
        SetSummary verified) {
    /** Those of no entries. */
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, SetSummary.EMPTY);

    /** Files that are kept out of the archive. */
    public long heldBack() {
        return held + quarantined;
    }

    /** Entries that are not archived as they were last observed. */
    public long unfinished() {
        return waiting + heldBack();
    }

    /** What is verified, or empty when nothing is. */
    public Optional<SetSummary> summary() {
        return verified.count() == 0
                ? Optional.empty()
                : Optional.of(new SetSummary(verified.count(), verifiedBytes, verified.sum()));
    }

    /** With an entry known otherwise, or known at all, or not any more. */
    public Totals with(@Nullable Known before, @Nullable Known now) {
        Totals less = before == null ? this : plus(before.entry(), -1);
        Totals both = now == null ? less : less.plus(now.entry(), 1);
        return both.verifying(fact(before), fact(now));
    }

    private static @Nullable Fact fact(@Nullable Known known) {
        return known == null ? null : known.entry().verified().orElse(null);
    }

    private Totals plus(JournalEntry entry, int sign) {
        boolean file = entry.observed().kind() == EntryKind.FILE;
        return new Totals(
                entries + sign,
                files + (file ? sign : 0),
                waiting + (entry.waits() ? sign : 0),
                held + (entry.hold() == Hold.HELD ? sign : 0),
                quarantined + (entry.hold() == Hold.QUARANTINED ? sign : 0),
                archived + (entry.archivedFile() ? sign : 0),
                undecided + (entry.changed() && entry.hold() == Hold.NONE ? sign : 0),
                verifiedBytes,
                verified);
    }

    private Totals verifying(@Nullable Fact before, @Nullable Fact now) {
        if (before == null ? now == null : before.equals(now)) {
            return this;
        }
        SetSummary changed = verified;
        long bytes = verifiedBytes;
        if (before != null) {
            changed = changed.minus(0, before.entryDigest());
            bytes -= before.entry().sizeBytes();
        }
        if (now != null) {
            changed = changed.plus(0, now.entryDigest());
            bytes += now.entry().sizeBytes();
        }
        return new Totals(entries, files, waiting, held, quarantined, archived, undecided, bytes, changed);
    }

    /** Both together, but for the digests: those are asked for by folder alone. */
    public Totals plus(Totals other) {
        return combined(other, 1);
    }

    /** This without the other, but for the digests. */
    public Totals minus(Totals other) {
        return combined(other, -1);
    }

    private Totals combined(Totals other, int sign) {
        return new Totals(
                entries + sign * other.entries,
                files + sign * other.files,
                waiting + sign * other.waiting,
                held + sign * other.held,
                quarantined + sign * other.quarantined,
                archived + sign * other.archived,
                undecided + sign * other.undecided,
                verifiedBytes + sign * other.verifiedBytes,
                new SetSummary(0, 0, Digest.UNKNOWN));
    }
}

package io.datasync.core.journal;

import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import java.util.Optional;

/**
 * An entry as the journal knows it.
 *
 * @param observed as it was last seen
 * @param verified what was proven last, of this content or an earlier one
 * @param hold what is decided about it; nothing, once what was observed is archived
 */
public record JournalEntry(SourceEntry observed, Optional<Fact> verified, Hold hold) {
    public JournalEntry {
        hold = differs(observed, verified) ? hold : Hold.NONE;
    }

    /** An entry about which nothing is decided. */
    public JournalEntry(SourceEntry observed, Optional<Fact> verified) {
        this(observed, verified, Hold.NONE);
    }

    private static boolean differs(SourceEntry observed, Optional<Fact> verified) {
        return verified.isEmpty() || !verified.get().entry().looksLike(observed);
    }

    /** Whether what was observed is not archived. */
    public boolean pending() {
        return differs(observed, verified);
    }

    /** Whether it is to be archived: pending, and neither held nor quarantined. */
    public boolean waits() {
        return pending() && !hold.keepsBack();
    }

    /** Whether it is a file of which anything is verified. */
    public boolean archivedFile() {
        return verified.isPresent() && observed.kind() == EntryKind.FILE;
    }

    /** Whether it is an archived file that was observed otherwise since. */
    public boolean changed() {
        return archivedFile() && pending();
    }

    /**
     * Whether content is lost that is nowhere else when the entry vanishes now: of a file that is not archived as it was last observed, held
     * or not (CORE-10). Content that a person keeps out of the archive is none, while what was archived before it is kept (D-12).
     */
    public boolean losesContent() {
        boolean refused = hold == Hold.QUARANTINED && verified.isPresent();
        return observed.kind() == EntryKind.FILE && pending() && !refused;
    }

    /** The entry, observed once more. */
    public JournalEntry observed(SourceEntry now) {
        return new JournalEntry(now, verified, now.looksLike(observed) ? hold : hold.afterChange());
    }

    /** The entry, with this proven of it, or nothing. */
    public JournalEntry verified(Optional<Fact> fact) {
        return new JournalEntry(observed, fact, hold);
    }

    /** The entry, with this decided about it. */
    public JournalEntry held(Hold decided) {
        return new JournalEntry(observed, verified, decided);
    }
}

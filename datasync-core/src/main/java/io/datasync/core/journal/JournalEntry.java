package io.datasync.core.journal;

import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import java.util.Optional;

/**
 * An entry as the journal knows it.
 *
 * @param observed as it was last seen
 * @param verified what was proven last, of this content or an earlier one
 */
public record JournalEntry(SourceEntry observed, Optional<Fact> verified) {
    /** Whether what was observed is not archived. */
    public boolean pending() {
        return verified.isEmpty() || !verified.get().entry().looksLike(observed);
    }
}

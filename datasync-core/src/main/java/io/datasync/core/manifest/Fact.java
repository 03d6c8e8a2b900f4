package io.datasync.core.manifest;

import io.datasync.core.digest.Digest;
import java.time.Instant;

/**
 * What was proven about one entry: that the share holds these bytes under this path (I-1).
 *
 * <p>A fact stays true whatever becomes of the run it was found in; it is reported at least once and applied exactly once (I-8, D-21).
 *
 * @param entry the entry as it was before and after it was read
 * @param digest the SHA-256 of its bytes; {@link Digest#OF_NOTHING} for a folder
 * @param verifiedAt when the proof was complete, by the agent's clock
 */
public record Fact(SourceEntry entry, Digest digest, Instant verifiedAt) {
    /** The entry's digest, by which it counts in a {@link io.datasync.core.digest.SetSummary}. */
    public Digest entryDigest() {
        return EntryDigest.of(entry, digest);
    }
}

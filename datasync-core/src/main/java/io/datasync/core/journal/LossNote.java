package io.datasync.core.journal;

import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * A loss as the agent noticed it.
 *
 * @param entry what was lost
 * @param archived the digest of an earlier content of the file, which the archive keeps; empty when it never had any
 */
public record LossNote(long scanSeq, SourceEntry entry, Instant noticedAt, Optional<Digest> archived) {
    /** A loss of a file of which nothing was ever archived. */
    public LossNote(long scanSeq, SourceEntry entry, Instant noticedAt) {
        this(scanSeq, entry, noticedAt, Optional.empty());
    }
}

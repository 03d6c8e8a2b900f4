package io.datasync.core.index.notice;

import io.datasync.core.digest.Digest;
import io.datasync.core.manifest.SourceEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that existed and vanished before it was archived (CORE-10). Never removed.
 *
 * @param entry what was lost
 * @param noticedAt when the agent found it gone, by its clock
 * @param archived the digest of an earlier content of the file, which the archive keeps; empty where none is known
 */
public record LossRow(SourceEntry entry, Instant noticedAt, Optional<Digest> archived) {
    /** A loss of a file of which no earlier content is known. */
    public LossRow(SourceEntry entry, Instant noticedAt) {
        this(entry, noticedAt, Optional.empty());
    }
}

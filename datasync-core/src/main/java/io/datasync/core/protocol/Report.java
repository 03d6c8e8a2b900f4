package io.datasync.core.protocol;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing an agent tells the index. Applying it twice, or late, changes nothing: a row that holds a newer observation is left as it is
 * (D-21).
 */
public sealed interface Report {
    /** The number of the scan in which it was observed. */
    long scanSeq();

    /** What it is about. */
    RelativePath path();

    /** The entry is archived (I-1). */
    record Verified(long scanSeq, Fact fact) implements Report {
        @Override
        public RelativePath path() {
            return fact.entry().path();
        }
    }

    /** An archived entry is no longer at the source (D-1). */
    record Gone(long scanSeq, RelativePath path) implements Report {}

    /**
     * A file vanished from the source before it was archived (CORE-10).
     *
     * @param entry what was lost
     * @param archived the digest of an earlier content of the file, which the archive keeps; empty when it never had any
     */
    record Lost(long scanSeq, SourceEntry entry, Instant noticedAt, Optional<Digest> archived) implements Report {
        /** A loss of a file of which nothing was ever archived. */
        public Lost(long scanSeq, SourceEntry entry, Instant noticedAt) {
            this(scanSeq, entry, noticedAt, Optional.empty());
        }

        @Override
        public RelativePath path() {
            return entry.path();
        }
    }

    /** A file could not be archived in this run; it stays in the source and is tried again (RUN-8). */
    record Failed(long scanSeq, RelativePath path, ErrorCode code) implements Report {}
}

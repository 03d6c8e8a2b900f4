package io.datasync.core.archiver;

import io.datasync.core.digest.Digest;
import io.datasync.core.path.RelativePath;
import java.time.Instant;

/**
 * A file of which the archive holds every byte, durably (I-1, D-7).
 *
 * @param path its name below the source, and in the archive
 * @param sizeBytes its length
 * @param modifiedAt its modification time, to 100 ns
 * @param digest the SHA-256 of its bytes
 * @param how how it came to be there
 */
public record ArchivedFile(RelativePath path, long sizeBytes, Instant modifiedAt, Digest digest, How how) {
    /** How a file came to be in the archive. */
    public enum How {
        /** It was sent. */
        SENT,
        /** It was there already, and was read back and found equal (USE-1). Nothing was sent. */
        ADOPTED,
        /** It was sent, and what had its name is kept as a version (D-6). */
        NEW_VERSION,
        /** It was sent, since what had its name was not what its digest promised; that is kept as a version. Somebody should know. */
        REPAIRED
    }
}

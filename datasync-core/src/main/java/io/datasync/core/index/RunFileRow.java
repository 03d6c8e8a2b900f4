package io.datasync.core.index;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.RelativePath;
import java.util.Optional;

/**
 * What a run did with one file.
 *
 * @param outcome in one word
 * @param checksum the SHA-256 of its content (D-32), with {@code VERIFIED}
 * @param code why, with {@code FAILED} and {@code LOST}; a row that an earlier version wrote of a lost file has none
 */
public record RunFileRow(
        RelativePath path, Outcome outcome, long sizeBytes, Optional<Digest> checksum, Optional<ErrorCode> code) {
    /** What became of a file in a run; stored in lower case. */
    public enum Outcome {
        /** It was archived and verified. */
        VERIFIED,
        /** It could not be archived. */
        FAILED,
        /** It vanished unarchived. */
        LOST
    }
}

package io.datasync.core.store;

/**
 * What a store can do, as data, so that callers and tests need not know its kind.
 *
 * @param checksRanges each range written is compared with a checksum that the share computed; else the caller reads back (D-5)
 * @param keepsDigest {@link StoredFile#digest} is kept as metadata; else a digest costs a read-back
 * @param publishesWithoutReplacing it can publish at all: where {@code false}, every publish ends in {@code SHARE_UNSUPPORTED} (D-6)
 * @param resumes {@link ArchiveStore#resume} keeps what an earlier attempt left; else it begins anew (D-14)
 * @param rangeMaxBytes the largest buffer that {@link StagedFile#write} takes in one request
 * @param names which names it takes as they are, and how it writes the others (D-16)
 */
public record StoreCapabilities(
        boolean checksRanges,
        boolean keepsDigest,
        boolean publishesWithoutReplacing,
        boolean resumes,
        int rangeMaxBytes,
        NameRules names) {
    public StoreCapabilities {
        if (rangeMaxBytes < 1) {
            throw new IllegalArgumentException("A range has at least one byte, not " + rangeMaxBytes);
        }
    }
}

package io.datasync.core.store;

import io.datasync.core.digest.Digest;
import io.datasync.core.path.RelativePath;
import java.util.Optional;

/**
 * A file as the share has it.
 *
 * @param ticks its modification time there, in ticks, as fine as the share keeps it
 * @param digest the digest kept as metadata when it was published: what was promised, not a proof; empty when the share keeps none
 */
public record StoredFile(RelativePath path, long sizeBytes, long ticks, Optional<Digest> digest) {}

package io.datasync.core.protocol;

import io.datasync.core.digest.Digest;
import io.datasync.core.path.RelativePath;
import java.util.Optional;

/**
 * The verdict on one entry.
 *
 * @param digest the digest in the index, with {@code KNOWN}, {@code CHANGED} and {@code DISAGREES}
 */
public record CompareAnswer(RelativePath path, CompareVerdict verdict, Optional<Digest> digest) {}

package io.datasync.core.store;

import io.datasync.core.digest.Digest;

/**
 * What a store keeps beside the bytes of a file.
 *
 * @param ticks the source's modification time, in ticks
 * @param digest the SHA-256 of the bytes
 */
public record StoredFacts(long ticks, Digest digest) {}

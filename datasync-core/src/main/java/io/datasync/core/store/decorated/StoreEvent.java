package io.datasync.core.store.decorated;

import io.datasync.core.failure.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * One call of a store, after it.
 *
 * @param took from its beginning to its end; for a stream, what all its readings took together
 * @param bytes bytes of content that were written or read; of a range of a resumed file, those that were sent; 0 for every other call
 * @param failure the code with which it failed; empty when it did not
 */
public record StoreEvent(StoreOperation operation, Duration took, long bytes, Optional<ErrorCode> failure) {}

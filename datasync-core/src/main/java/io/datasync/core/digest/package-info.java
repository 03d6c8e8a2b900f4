/**
 * Digests of bytes, of entries and of sets of entries (D-8).
 *
 * <p>Read {@link io.datasync.core.digest.SetSummary} first. May use {@code failure} and {@code path}.
 */
@NullMarked
package io.datasync.core.digest;

import org.jspecify.annotations.NullMarked;

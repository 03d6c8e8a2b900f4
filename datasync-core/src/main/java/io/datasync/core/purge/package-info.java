/**
 * The purge clock: when the measurement PC will delete the oldest file that is not archived (CORE-9, D-11).
 *
 * <p>Read {@link io.datasync.core.purge.PurgeOrder} first. Pure values and functions without a clock of their own; may use {@code manifest}
 * and {@code path}.
 */
@NullMarked
package io.datasync.core.purge;

import org.jspecify.annotations.NullMarked;

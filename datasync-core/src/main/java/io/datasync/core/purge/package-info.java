/**
 * The purge clock: when the measurement PC will delete the oldest file that is not archived (CORE-9, D-11).
 *
 * <p>Read {@link io.datasync.core.purge.PurgeClock} first. May use {@code manifest}, {@code path}, {@code failure} and what they use. Values and pure
 * functions, without a clock of their own.
 */
@NullMarked
package io.datasync.core.purge;

import org.jspecify.annotations.NullMarked;

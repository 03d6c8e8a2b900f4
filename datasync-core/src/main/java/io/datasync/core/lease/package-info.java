/**
 * Runs, their states, their leases and fencing tokens, as pure values.
 *
 * <p>Read {@link io.datasync.core.lease.RunState} first, then {@link io.datasync.core.lease.LeaseDecision}. May use {@code failure}.
 */
@NullMarked
package io.datasync.core.lease;

import org.jspecify.annotations.NullMarked;

/**
 * A store that fails, damages bytes and dies as the faults decide that it asks, or as a test has queued.
 *
 * <p>Read {@link io.datasync.testkit.store.fault.FaultyStore} first. May use {@code core.store} and what it
 * uses, and the test kit's faults.
 */
@NullMarked
package io.datasync.testkit.store.fault;

import org.jspecify.annotations.NullMarked;

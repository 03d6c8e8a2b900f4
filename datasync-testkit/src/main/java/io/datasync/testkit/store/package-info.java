/**
 * What every store must do, as a suite that each one joins, and short ways to fill a store and look into it.
 *
 * <p>Read {@link io.datasync.testkit.store.ArchiveStoreContract} first. Its twin is in {@code store.memory}, faults in
 * {@code store.fault}. May use {@code core.store}, {@code core.path}, {@code core.digest}
 * and {@code core.failure}.
 */
@NullMarked
package io.datasync.testkit.store;

import org.jspecify.annotations.NullMarked;

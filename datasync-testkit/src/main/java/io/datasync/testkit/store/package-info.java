/**
 * What tests of stores, and tests that need a store, rest on: the contract suite, the twin in memory, faults.
 *
 * <p>Read {@link io.datasync.testkit.store.ArchiveStoreContract} first. May use {@code core.store}, {@code core.path}, {@code core.digest}
 * and {@code core.failure}.
 */
@NullMarked
package io.datasync.testkit.store;

import org.jspecify.annotations.NullMarked;

/**
 * The twin of a store: archives in memory, strict about what a caller may do.
 *
 * <p>Read {@link io.datasync.testkit.store.memory.InMemoryStore} first. May use {@code core.store} and what it uses.
 */
@NullMarked
package io.datasync.testkit.store.memory;

import org.jspecify.annotations.NullMarked;

/**
 * The twin of a state index: in memory, with transactions that can be cut, strict about what a caller may do.
 *
 * <p>Read {@link io.datasync.testkit.index.memory.InMemoryStateIndex} first. May use the core.
 */
@NullMarked
package io.datasync.testkit.index.memory;

import org.jspecify.annotations.NullMarked;

/**
 * The twin of a journal: in memory, strict about what a caller may do.
 *
 * <p>Read {@link io.datasync.testkit.journal.memory.InMemoryJournal} first. May use the core.
 */
@NullMarked
package io.datasync.testkit.journal.memory;

import org.jspecify.annotations.NullMarked;

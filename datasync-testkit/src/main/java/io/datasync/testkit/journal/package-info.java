/**
 * The agent's memory for tests: its contract suite, a strict twin in memory, and seeded scripts of calls.
 *
 * <p>Read {@link io.datasync.testkit.journal.JournalContract} first. May use the core and JUnit.
 */
@NullMarked
package io.datasync.testkit.journal;

import org.jspecify.annotations.NullMarked;

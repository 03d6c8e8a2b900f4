/**
 * What every journal must do, as a suite that each one joins, and seeded scripts of calls.
 *
 * <p>Read {@link io.datasync.testkit.journal.JournalContract} first. May use the core,
 * {@code journal.memory} and JUnit.
 */
@NullMarked
package io.datasync.testkit.journal;

import org.jspecify.annotations.NullMarked;

/**
 * A journal on a disk that fails, in the ways that its contract allows, and of a process that dies.
 *
 * <p>Read {@link io.datasync.testkit.journal.fault.FaultyJournal} first. May use {@code core.journal} and what it uses, the test kit's faults
 * and its journal in memory.
 */
@NullMarked
package io.datasync.testkit.journal.fault;

import org.jspecify.annotations.NullMarked;

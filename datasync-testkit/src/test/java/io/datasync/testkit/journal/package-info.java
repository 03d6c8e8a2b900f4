/** The twin in memory against the contract. Read {@link io.datasync.testkit.journal.InMemoryJournalTest} first. */
@NullMarked
package io.datasync.testkit.journal;

import org.jspecify.annotations.NullMarked;

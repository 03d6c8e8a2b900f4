/** The journal against the contract, against its twin, and against kills. Read {@link io.datasync.agent.journal.SqliteJournalTest} first. */
@NullMarked
package io.datasync.agent.journal;

import org.jspecify.annotations.NullMarked;

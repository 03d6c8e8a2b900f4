/**
 * The agent's memory in one SQLite file.
 *
 * <p>Read {@link io.datasync.agent.journal.SqliteJournal} first. May use the core and SQLite.
 */
@NullMarked
package io.datasync.agent.journal;

import org.jspecify.annotations.NullMarked;

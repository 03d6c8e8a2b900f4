/**
 * The agent's memory in one SQLite file: what is asked of it and what changes in it, statement by statement.
 *
 * <p>Read {@link io.datasync.agent.journal.SqliteJournal} first. May use {@code journal.database}, the core
 * and JDBC.
 */
@NullMarked
package io.datasync.agent.journal;

import org.jspecify.annotations.NullMarked;

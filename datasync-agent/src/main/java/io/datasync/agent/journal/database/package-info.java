/**
 * The journal's file: its connections and transactions, its tables and their versions, and how a value stands in a column.
 *
 * <p>Read {@link io.datasync.agent.journal.database.JournalDatabase} first. May use the core and SQLite.
 */
@NullMarked
package io.datasync.agent.journal.database;

import org.jspecify.annotations.NullMarked;

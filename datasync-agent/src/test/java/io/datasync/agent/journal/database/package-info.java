/** The journal's file by itself. Read {@link io.datasync.agent.journal.database.JournalDatabaseTest} first. */
@NullMarked
package io.datasync.agent.journal.database;

import org.jspecify.annotations.NullMarked;

/**
 * A journal in plain files, for programs that embed the core and bring no database: entries in sorted pages, with a log of what changed.
 *
 * <p>Read {@link io.datasync.core.journal.file.FileJournal} first. May use {@code journal.file.log}, {@code journal.file.page}, {@code journal.file.change}, {@code journal}, {@code protocol}, {@code manifest},
 * {@code purge}, {@code seal}, {@code digest}, {@code lease}, {@code path} and {@code failure}.
 */
@NullMarked
package io.datasync.core.journal.file;

import org.jspecify.annotations.NullMarked;

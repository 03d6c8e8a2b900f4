/**
 * The smallest changes of a job's memory, and how they are written in a log and read from it.
 *
 * <p>Read {@link io.datasync.core.journal.file.change.Change} first. May use {@code journal.file.page}, {@code journal}, {@code protocol}, {@code manifest},
 * {@code seal}, {@code digest}, {@code lease}, {@code path} and {@code failure}.
 */
@NullMarked
package io.datasync.core.journal.file.change;

import org.jspecify.annotations.NullMarked;

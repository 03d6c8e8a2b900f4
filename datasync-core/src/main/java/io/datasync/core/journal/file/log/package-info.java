/**
 * A log in one file: checksummed records at its end, each on the disk when the call returns; a torn end is told from damage.
 *
 * <p>Read {@link io.datasync.core.journal.file.log.LogFile} first. May use {@code failure}.
 */
@NullMarked
package io.datasync.core.journal.file.log;

import org.jspecify.annotations.NullMarked;

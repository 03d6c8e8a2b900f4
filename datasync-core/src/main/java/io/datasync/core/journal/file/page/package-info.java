/**
 * Entries in pages: the bulk of a journal in plain files, sorted, in a file that is only ever written at its end.
 *
 * <p>Read {@link io.datasync.core.journal.file.page.PageFile} first. May use {@code journal}, {@code manifest}, {@code digest}, {@code path} and
 * {@code failure}.
 */
@NullMarked
package io.datasync.core.journal.file.page;

import org.jspecify.annotations.NullMarked;

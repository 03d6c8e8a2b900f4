/**
 * Pure comparison of what is with what was: folders by their summaries, then entries one by one (CORE-3, CORE-4).
 *
 * <p>Read {@link io.datasync.core.diff.EntryDiff} first. May use {@code manifest}, {@code digest}, {@code path} and {@code failure}.
 */
@NullMarked
package io.datasync.core.diff;

import org.jspecify.annotations.NullMarked;

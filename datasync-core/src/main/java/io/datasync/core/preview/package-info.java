/**
 * What archiving would do, found out without writing anything (USE-1).
 *
 * <p>Read {@link io.datasync.core.preview.DryRun} first. May use {@code scan}, {@code diff}, {@code journal}, {@code store},
 * {@code transfer} (its judgement of failures alone), {@code manifest}, {@code purge}, {@code path} and {@code failure}.
 */
@NullMarked
package io.datasync.core.preview;

import org.jspecify.annotations.NullMarked;

/**
 * When a date folder is closed, and how one that is closed is watched (CORE-5, D-10). Pure.
 *
 * <p>Read {@link io.datasync.core.seal.SealRule} first. May use {@code path}, {@code digest}, {@code manifest} and {@code failure}.
 */
@NullMarked
package io.datasync.core.seal;

import org.jspecify.annotations.NullMarked;

/**
 * What the index keeps for people, whatever becomes of the files: losses, what repairs found, what the rules did by themselves, what
 * somebody must look at, and what the server has yet to look at itself.
 *
 * <p>Read {@link io.datasync.core.index.notice.LossRow} first. May use {@code manifest}, {@code digest}, {@code lease} and {@code path}.
 */
@NullMarked
package io.datasync.core.index.notice;

import org.jspecify.annotations.NullMarked;

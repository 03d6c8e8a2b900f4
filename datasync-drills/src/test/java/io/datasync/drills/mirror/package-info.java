/**
 * Compares a source with its archive from the outside, without a line of the code that archived it.
 *
 * <p>Read {@link io.datasync.drills.mirror.Mirror} first. May use the core's names of paths, and the program {@code diff}.
 */
@NullMarked
package io.datasync.drills.mirror;

import org.jspecify.annotations.NullMarked;

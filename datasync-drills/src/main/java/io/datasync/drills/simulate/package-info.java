/**
 * The command {@code ./datasync simulate}.
 *
 * <p>Read {@link io.datasync.drills.simulate.Simulate} first. May use {@code testkit.simulation} and {@code core}.
 */
@NullMarked
package io.datasync.drills.simulate;

import org.jspecify.annotations.NullMarked;

/**
 * Parts that do not keep what they promise, one for each invariant: a simulation with one of them must say so, else it proves nothing.
 *
 * <p>Read {@link io.datasync.testkit.simulation.broken.Breakage} first. May use {@code store.memory} and {@code core}.
 */
@NullMarked
package io.datasync.testkit.simulation.broken;

import org.jspecify.annotations.NullMarked;

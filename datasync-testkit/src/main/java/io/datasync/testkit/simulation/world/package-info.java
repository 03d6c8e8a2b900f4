/**
 * A world of PCs, archives and a server in one process: the shipped cycle, rules and repairs over twins that fail as their weather says.
 *
 * <p>Read {@link io.datasync.testkit.simulation.world.World} first. May use every other package of the test kit that is a twin, and {@code core}.
 */
@NullMarked
package io.datasync.testkit.simulation.world;

import org.jspecify.annotations.NullMarked;

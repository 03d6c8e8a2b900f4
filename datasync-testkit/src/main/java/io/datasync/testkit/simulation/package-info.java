/**
 * A whole fleet in one process and in simulated time, from one seed: the shipped rules, cycles and repairs over twins that fail, with the
 * invariants checked after every step.
 *
 * <p>Read {@link io.datasync.testkit.simulation.Simulation} first. May use the packages below it and every twin of the test kit.
 */
@NullMarked
package io.datasync.testkit.simulation;

import org.jspecify.annotations.NullMarked;

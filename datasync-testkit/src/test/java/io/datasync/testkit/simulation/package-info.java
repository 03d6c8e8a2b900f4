/**
 * Whole fleets in simulated time: that every invariant holds, and that a simulation says so when one does not.
 *
 * <p>May use everything.
 */
@NullMarked
package io.datasync.testkit.simulation;

import org.jspecify.annotations.NullMarked;

/**
 * Many activities in one world, one at a time: who goes on, and when, follows from simulated time alone.
 *
 * <p>Read {@link io.datasync.testkit.simulation.schedule.Scheduler} first. May use nothing else.
 */
@NullMarked
package io.datasync.testkit.simulation.schedule;

import org.jspecify.annotations.NullMarked;

/**
 * Who takes part: a server, an agent with its job, and a measurement PC; the first two are processes.
 *
 * <p>Read {@link io.datasync.drills.demo.seats.AgentSeat} first. May use the home, the endings, the terminal, the test kit and the core.
 */
@NullMarked
package io.datasync.drills.demo.seats;

import org.jspecify.annotations.NullMarked;

/**
 * The program on a measurement PC.
 *
 * <p>Read {@link io.datasync.agent.Main} first: it parses, wires and runs. May use every package of the agent.
 */
@NullMarked
package io.datasync.agent;

import org.jspecify.annotations.NullMarked;

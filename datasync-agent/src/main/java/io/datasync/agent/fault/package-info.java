/**
 * For tests alone: ends the process at a chosen durable step.
 *
 * <p>Read {@link io.datasync.agent.fault.CrashPoints} first. May use the ports of the core.
 */
@NullMarked
package io.datasync.agent.fault;

import org.jspecify.annotations.NullMarked;

/**
 * The agent's log files (AGT-6).
 *
 * <p>Read {@link io.datasync.agent.log.AgentLog} first. May use {@code config}, {@code state}, SLF4J and Logback.
 */
@NullMarked
package io.datasync.agent.log;

import org.jspecify.annotations.NullMarked;

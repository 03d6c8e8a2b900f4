/**
 * What the agent is told on its own PC: a file, environment variables, system properties.
 *
 * <p>Read {@link io.datasync.agent.config.AgentSettings} first. May use the core and Jackson.
 */
@NullMarked
package io.datasync.agent.config;

import org.jspecify.annotations.NullMarked;

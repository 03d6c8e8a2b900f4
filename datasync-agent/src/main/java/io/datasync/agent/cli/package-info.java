/**
 * The agent's command line, a class per command (AGT-7).
 *
 * <p>Read {@link io.datasync.agent.cli.AgentCommand} first. May use every package of the agent and picocli.
 */
@NullMarked
package io.datasync.agent.cli;

import org.jspecify.annotations.NullMarked;

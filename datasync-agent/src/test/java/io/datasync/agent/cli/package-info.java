/** The command line as a technician meets it. Read {@link io.datasync.agent.cli.AgentCommandTest} first. */
@NullMarked
package io.datasync.agent.cli;

import org.jspecify.annotations.NullMarked;

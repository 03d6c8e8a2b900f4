/** Crashes at every durable step. Read {@link io.datasync.agent.fault.CrashedAgentTest} first. */
@NullMarked
package io.datasync.agent.fault;

import org.jspecify.annotations.NullMarked;

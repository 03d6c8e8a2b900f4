/** The agent's log files. */
@NullMarked
package io.datasync.agent.log;

import org.jspecify.annotations.NullMarked;

/** The service against a server in the same process. Read {@link io.datasync.agent.daemon.DaemonTest} first. */
@NullMarked
package io.datasync.agent.daemon;

import org.jspecify.annotations.NullMarked;

/**
 * The agent as a service: a thread for the server, a thread for each job, and nothing that one of them can hold up in another.
 *
 * <p>Read {@link io.datasync.agent.daemon.Daemon} first. May use {@code work}, {@code state}, {@code client}, {@code config} and the core.
 */
@NullMarked
package io.datasync.agent.daemon;

import org.jspecify.annotations.NullMarked;

/**
 * The agent's home: its identity, encrypted, and the lock that keeps a second agent out.
 *
 * <p>Read {@link io.datasync.agent.state.StateStore} first. May use the core and Jackson.
 */
@NullMarked
package io.datasync.agent.state;

import org.jspecify.annotations.NullMarked;

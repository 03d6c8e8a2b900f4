/**
 * The server over HTTP, as an agent calls it.
 *
 * <p>Read {@link io.datasync.agent.client.HttpCoordinator} first. May use the core and {@code java.net.http}.
 */
@NullMarked
package io.datasync.agent.client;

import org.jspecify.annotations.NullMarked;

/**
 * What agents and administrators call about runners. Read {@link io.datasync.server.fleet.boundary.AgentResource} first. Uses
 * JAX-RS and the messages of core.
 */
@NullMarked
package io.datasync.server.fleet.boundary;

import org.jspecify.annotations.NullMarked;

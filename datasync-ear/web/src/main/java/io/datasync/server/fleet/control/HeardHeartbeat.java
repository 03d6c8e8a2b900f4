package io.datasync.server.fleet.control;

import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.Heartbeat;
import java.time.Instant;

/**
 * A heartbeat and when the server got it, by its own clock.
 *
 * @param at the server's time
 */
public record HeardHeartbeat(RunnerId runner, Heartbeat heartbeat, Instant at) {}

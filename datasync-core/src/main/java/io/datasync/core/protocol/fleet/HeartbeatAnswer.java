package io.datasync.core.protocol.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * What a heartbeat is answered.
 *
 * @param serverTime the server's clock
 * @param nextInterval when to come again, in whole seconds: the server spreads the fleet
 * @param commandsWaiting whether there is something to fetch
 */
public record HeartbeatAnswer(Instant serverTime, Duration nextInterval, boolean commandsWaiting) {}

package io.datasync.server.fleet.control;

import java.util.List;

/**
 * The event that a batch of heartbeats was written, sent from the flush: once a second, outside any transaction.
 *
 * <p>Who observes it renews leases, for example. A failure of an observer delays nothing but itself and must be handled by it.
 *
 * @param heartbeats the last one of each runner that was heard since the batch before, by runner
 */
public record HeartbeatsHeard(List<HeardHeartbeat> heartbeats) {
    public HeartbeatsHeard {
        heartbeats = List.copyOf(heartbeats);
    }
}

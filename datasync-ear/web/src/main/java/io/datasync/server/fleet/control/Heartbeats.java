package io.datasync.server.fleet.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.server.platform.settings.ServerSettings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * Takes heartbeats without touching the database, and writes the last one of each runner once a second (D-34).
 *
 * <p>The last one is the one that was sent last. A heartbeat that another one overtook on its way is answered and changes nothing: of two that
 * this node takes within {@link #OVERTAKEN_MAX}, its counter is the lower one and it was not sent later. A lower counter alone does
 * not tell, since an agent whose state was restored or made anew counts from there; nor does the time alone, since clocks are set back.
 *
 * <p>What waits is bounded by the number of runners and by a setting. A batch that could not be written waits for the next
 * second, unless a newer heartbeat of the same runner came. Thread-safe.
 */
@ApplicationScoped
public class Heartbeats {
    /** For how long a heartbeat may have been on its way: longer than any time-out between, and shorter than what makes a runner late (AGT-1). */
    static final Duration OVERTAKEN_MAX = Duration.ofMinutes(2);

    private final ConcurrentMap<RunnerId, HeardHeartbeat> waiting = new ConcurrentHashMap<>();
    private final ConcurrentMap<RunnerId, Latest> latest = new ConcurrentHashMap<>();

    private final ServerSettings settings;
    private final Clock clock;
    private final HeartbeatRows rows;
    private final Event<HeartbeatsHeard> heard;
    private final MetricRegistry metrics;
    private final Counter received;

    @Inject
    Heartbeats(
            ServerSettings settings,
            Clock clock,
            HeartbeatRows rows,
            Event<HeartbeatsHeard> heard,
            MetricRegistry metrics) {
        this.settings = settings;
        this.clock = clock;
        this.rows = rows;
        this.heard = heard;
        this.metrics = metrics;
        this.received = metrics.counter("datasync_fleet_heartbeats_total");
    }

    /** Shows how many wait, from the start on. */
    @PostConstruct
    void register() {
        metrics.gauge("datasync_fleet_waiting_heartbeats", waiting::size);
    }

    /**
     * Takes a heartbeat; never blocks.
     *
     * @throws SyncException {@code INDEX_UNAVAILABLE} when too many wait because the database is gone
     */
    public HeartbeatAnswer take(RunnerId runner, Heartbeat heartbeat) throws SyncException {
        if (waiting.size() >= settings.heartbeatQueueMax() && !waiting.containsKey(runner)) {
            throw SyncException.passing(ErrorCode.INDEX_UNAVAILABLE, "Too many heartbeats wait to be written.");
        }
        Instant now = clock.instant();
        latest.compute(runner, (same, before) -> {
            if (before != null && before.overtook(heartbeat, now)) {
                return before;
            }
            waiting.put(runner, new HeardHeartbeat(runner, heartbeat, now));
            return new Latest(heartbeat.counter(), heartbeat.sentAt(), now);
        });
        received.inc();
        return new HeartbeatAnswer(now, interval(runner, heartbeat.counter()), false);
    }

    /**
     * Writes what waits. For the timer; single flight.
     *
     * @return how many were written
     * @throws SyncException {@code INDEX_UNAVAILABLE}: those not written wait on
     */
    int flush() throws SyncException {
        Instant now = clock.instant();
        latest.values().removeIf(before -> before.isOver(now));
        List<HeardHeartbeat> batch = new ArrayList<>();
        for (RunnerId runner : List.copyOf(waiting.keySet())) {
            HeardHeartbeat taken = waiting.remove(runner);
            if (taken != null) {
                batch.add(taken);
            }
        }
        if (batch.isEmpty()) {
            return 0;
        }
        // By key, so that two nodes never wait for each other's rows (D-30).
        batch.sort(Comparator.comparing(HeardHeartbeat::runner));
        try {
            rows.write(batch);
        } catch (SyncException failure) {
            batch.forEach(again -> waiting.putIfAbsent(again.runner(), again));
            throw failure;
        }
        heard.fire(new HeartbeatsHeard(batch));
        return batch.size();
    }

    /** The interval of the settings, up to a tenth shorter or longer, another one each time, so that a fleet spreads out. */
    private Duration interval(RunnerId runner, long counter) {
        long seconds = settings.heartbeatInterval().toSeconds();
        long spread = seconds / 10;
        int dice = runner.text().hashCode() * 31 + Long.hashCode(counter * 0x9E3779B97F4A7C15L);
        return Duration.ofSeconds(seconds - spread + Math.floorMod((long) dice, 2 * spread + 1));
    }

    /** Which heartbeat of a runner was taken last, and when: what an earlier one is told by. */
    private record Latest(long counter, Instant sentAt, Instant at) {
        boolean overtook(Heartbeat other, Instant now) {
            return !isOver(now) && other.counter() < counter && !other.sentAt().isAfter(sentAt);
        }

        boolean isOver(Instant now) {
            // Also after a step of the server's clock, in either direction.
            return Duration.between(at, now).abs().compareTo(OVERTAKEN_MAX) > 0;
        }
    }
}

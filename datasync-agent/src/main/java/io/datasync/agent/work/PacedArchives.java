package io.datasync.agent.work;

import io.datasync.agent.config.AgentSettings;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.BandwidthBudget;
import io.datasync.core.pace.Pause;
import io.datasync.core.pace.TokenBucket;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.decorated.BandwidthLimitedStore;
import io.datasync.core.store.decorated.RateLimitedStore;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Archives within the limits of this PC, which all its jobs share (AGT-8). Without limits they are as they were. Waiting ends when the agent is
 * asked to stop. Thread-safe.
 */
final class PacedArchives implements ArchiveOpener {
    private final ArchiveOpener archives;
    private final Optional<BandwidthBudget> bytes;
    private final Optional<TokenBucket> calls;
    private final Pause pause;

    PacedArchives(ArchiveOpener archives, AgentSettings settings, InstantSource clock, Pause pause) {
        this.archives = archives;
        this.bytes = settings.bandwidth().map(timetable -> new BandwidthBudget(timetable, clock));
        this.calls = settings.shareCallsPerSecond().isPresent()
                ? Optional.of(bucket(settings.shareCallsPerSecond().getAsLong(), clock))
                : Optional.empty();
        this.pause = pause;
    }

    /** A second's calls may come at once after a rest. */
    private static TokenBucket bucket(long perSecond, InstantSource clock) {
        return new TokenBucket(perSecond, Math.toIntExact(perSecond), clock);
    }

    @Override
    public ArchiveStore open(String archiveUrl) throws SyncException {
        ArchiveStore store = archives.open(archiveUrl);
        if (bytes.isPresent()) {
            store = new BandwidthLimitedStore(store, bytes.get(), pause);
        }
        return calls.isPresent() ? new RateLimitedStore(store, calls.get(), pause) : store;
    }
}

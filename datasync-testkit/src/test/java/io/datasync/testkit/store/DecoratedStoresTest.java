package io.datasync.testkit.store;

import io.datasync.core.pace.Backoff;
import io.datasync.core.pace.Bandwidth;
import io.datasync.core.pace.BandwidthBudget;
import io.datasync.core.pace.BandwidthTimetable;
import io.datasync.core.pace.TokenBucket;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.decorated.BandwidthLimitedStore;
import io.datasync.core.store.decorated.ObservedStore;
import io.datasync.core.store.decorated.RateLimitedStore;
import io.datasync.core.store.decorated.RetryingStore;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.util.Random;
import org.junit.jupiter.api.Nested;

/** Stores around a store do all that a store must do. */
class DecoratedStoresTest {
    /** The suite over a share with something around each handle. Whoever waits moves the clock. */
    abstract static class Decorated extends InMemoryStoreTest.OnShare {
        final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");

        Decorated() {
            super(InMemoryShare.LIKE_A_SHARE);
        }

        abstract ArchiveStore around(ArchiveStore store);

        @Override
        public ArchiveStore open() {
            return around(super.open());
        }
    }

    @Nested
    class Retrying extends Decorated {
        @Override
        ArchiveStore around(ArchiveStore store) {
            return new RetryingStore(store, Backoff.DEFAULTS, clock, clock::advance, new Random(1));
        }
    }

    @Nested
    class RateLimited extends Decorated {
        @Override
        ArchiveStore around(ArchiveStore store) {
            return new RateLimitedStore(store, new TokenBucket(10, 3, clock), clock::advance);
        }
    }

    @Nested
    class BandwidthLimited extends Decorated {
        @Override
        ArchiveStore around(ArchiveStore store) {
            BandwidthTimetable slow = BandwidthTimetable.always(new Bandwidth(64 << 10));
            return new BandwidthLimitedStore(store, new BandwidthBudget(slow, clock), clock::advance);
        }
    }

    @Nested
    class Observed extends Decorated {
        @Override
        ArchiveStore around(ArchiveStore store) {
            return new ObservedStore(store, event -> {}, () -> 0);
        }
    }
}

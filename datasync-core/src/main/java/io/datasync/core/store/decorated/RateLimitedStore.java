package io.datasync.core.store.decorated;

import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.Pause;
import io.datasync.core.pace.TokenBucket;
import io.datasync.core.store.ArchiveStore;
import java.time.Duration;

/**
 * A store that makes no more calls in a second than a bucket lets through. Each call waits for its turn, each range of a staged file
 * counts as one; reading what was opened does not count. One bucket may serve several stores.
 *
 * <p>Thread-safe as the store that it is put around, which it closes.
 */
public final class RateLimitedStore extends DecoratedStore {
    private final TokenBucket bucket;
    private final Pause pause;

    /**
     * A store that holds calls back.
     *
     * @param pause waits for the turn; its {@code INTERRUPTED} is thrown instead of making the call
     */
    public RateLimitedStore(ArchiveStore store, TokenBucket bucket, Pause pause) {
        super(store);
        this.bucket = bucket;
        this.pause = pause;
    }

    @Override
    <T> T call(StoreOperation operation, Call<T> work) throws SyncException {
        Duration wait = bucket.take(1);
        if (!wait.isZero()) {
            pause.pause(wait);
        }
        return work.run();
    }
}

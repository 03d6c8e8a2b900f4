package io.datasync.core.store.decorated;

import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.BandwidthBudget;
import io.datasync.core.pace.Pause;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;

/**
 * A store to and from which no more bytes go than a budget lets through: the content of files, in ranges that are written and in what is
 * read. One budget may serve several stores. A range of a resumed file counts whole, also when it need not be sent: it is read instead.
 *
 * <p>When waiting is interrupted, a stream that is read ends with a {@link ClosedByInterruptException}, the thread's mark set. Thread-safe as
 * the store that it is put around, which it closes.
 */
public final class BandwidthLimitedStore extends DecoratedStore {
    private final BandwidthBudget budget;
    private final Pause pause;

    /**
     * A store that holds bytes back.
     *
     * @param pause waits until bytes may pass; its {@code INTERRUPTED} is thrown instead of writing them
     */
    public BandwidthLimitedStore(ArchiveStore store, BandwidthBudget budget, Pause pause) {
        super(store);
        this.budget = budget;
        this.pause = pause;
    }

    @Override
    <T> T call(StoreOperation operation, Call<T> work) throws SyncException {
        return work.run();
    }

    @Override
    void write(StagedFile file, ByteBuffer bytes) throws SyncException {
        spend(bytes.remaining());
        file.write(bytes);
    }

    private void spend(int bytes) throws SyncException {
        Duration wait = budget.take(bytes);
        if (!wait.isZero()) {
            pause.pause(wait);
        }
    }

    @Override
    InputStream read(InputStream in) {
        return new WatchedStream(in) {
            @Override
            void passed(int bytes) throws IOException {
                try {
                    spend(bytes);
                } catch (SyncException stopped) {
                    Thread.currentThread().interrupt();
                    ClosedByInterruptException e = new ClosedByInterruptException();
                    e.initCause(stopped);
                    throw e;
                }
            }
        };
    }
}

package io.datasync.core.store.decorated;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A store that tells a listener of each call, how long it took, how many bytes it moved and how it ended. A stream is one event more,
 * {@link StoreOperation#READ}, when it is closed. What only a bug can cause is not told.
 *
 * <p>Thread-safe as the store that it is put around, which it closes.
 */
public final class ObservedStore extends DecoratedStore {
    private final StoreListener listener;
    private final LongSupplier nanoTime;

    /**
     * A store that is watched.
     *
     * @param nanoTime a clock that only runs on, in nanoseconds from anywhere, such as {@code System::nanoTime}
     */
    public ObservedStore(ArchiveStore store, StoreListener listener, LongSupplier nanoTime) {
        super(store);
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    @Override
    <T> T call(StoreOperation operation, Call<T> work) throws SyncException {
        return measured(operation, work, () -> 0);
    }

    private <T> T measured(StoreOperation operation, Call<T> work, LongSupplier bytes) throws SyncException {
        long begun = nanoTime.getAsLong();
        T result;
        try {
            result = work.run();
        } catch (SyncException e) {
            tell(operation, nanoTime.getAsLong() - begun, 0, Optional.of(e.code()));
            throw e;
        }
        tell(operation, nanoTime.getAsLong() - begun, bytes.getAsLong(), Optional.empty());
        return result;
    }

    private void tell(StoreOperation operation, long nanos, long bytes, Optional<ErrorCode> failure) {
        listener.called(new StoreEvent(operation, Duration.ofNanos(Math.max(0, nanos)), bytes, failure));
    }

    @Override
    void write(StagedFile file, ByteBuffer bytes) throws SyncException {
        long before = file.sentBytes();
        this.<Boolean>measured(
                StoreOperation.WRITE,
                () -> {
                    file.write(bytes);
                    return true;
                },
                () -> file.sentBytes() - before);
    }

    @Override
    InputStream read(InputStream in) {
        return new ObservedStream(in);
    }

    /** Adds up its readings, and tells of them once, at its close. */
    private final class ObservedStream extends WatchedStream {
        private long nanos;
        private long bytes;
        private Optional<ErrorCode> failure = Optional.empty();
        private boolean told;

        ObservedStream(InputStream in) {
            super(in);
        }

        @Override
        void passed(int more) {
            bytes += more;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            long begun = nanoTime.getAsLong();
            try {
                return super.read(into, offset, length);
            } catch (IOException e) {
                failure = Optional.of(
                        e instanceof ClosedByInterruptException ? ErrorCode.INTERRUPTED : ErrorCode.SHARE_IO);
                throw e;
            } finally {
                nanos += nanoTime.getAsLong() - begun;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                if (!told) {
                    told = true;
                    tell(StoreOperation.READ, nanos, bytes, failure);
                }
            }
        }
    }
}

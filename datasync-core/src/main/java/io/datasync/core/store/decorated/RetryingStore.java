package io.datasync.core.store.decorated;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.pace.Backoff;
import io.datasync.core.pace.Pause;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.StagedFile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A store that makes a call again when it failed for a reason that passes within seconds: {@code SHARE_UNREACHABLE},
 * {@code SHARE_THROTTLED}, {@code SHARE_IO} and {@code OUTCOME_UNKNOWN}, each only when it is retryable (I-11, I-12).
 *
 * <p>Waits between tries as a {@link Backoff} says, and never shorter than the share asked for; when that would be too long, the failure is
 * thrown at once. What the port does not allow to be repeated is not: a barrier, the end of a staged file, a range whose outcome is
 * unknown, a listing whose visitor was given something. Content that differs is never sent again. What is thrown in the end is the last
 * failure.
 *
 * <p>Thread-safe as the store that it is put around, which it closes.
 */
public final class RetryingStore extends DecoratedStore {
    private static final Set<ErrorCode> PASSING = EnumSet.of(
            ErrorCode.SHARE_UNREACHABLE, ErrorCode.SHARE_THROTTLED, ErrorCode.SHARE_IO, ErrorCode.OUTCOME_UNKNOWN);

    private final Backoff backoff;
    private final InstantSource clock;
    private final Pause pause;
    private final RandomGenerator random;

    /**
     * A store that tries again.
     *
     * @param clock for the time that tries may take in all
     * @param pause waits between two tries; its {@code INTERRUPTED} ends the call
     * @param random for the waits; used by one thread at a time
     */
    public RetryingStore(
            ArchiveStore store, Backoff backoff, InstantSource clock, Pause pause, RandomGenerator random) {
        super(store);
        this.backoff = backoff;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    @Override
    <T> T call(StoreOperation operation, Call<T> work) throws SyncException {
        if (!operation.repeatable()) {
            return work.run();
        }
        Instant begun = clock.instant();
        for (int failures = 1; ; failures++) {
            try {
                return work.run();
            } catch (SyncException e) {
                waitOrThrow(operation, e, failures, begun);
            }
        }
    }

    private void waitOrThrow(StoreOperation operation, SyncException e, int failures, Instant begun)
            throws SyncException {
        if (failures >= backoff.triesMax() || !isPassing(operation, e)) {
            throw e;
        }
        Duration wait = wait(failures);
        if (e.retryAfter().isPresent()) {
            // The random part comes on top: else all who were told the same would come back together.
            wait = wait.plus(e.retryAfter().get());
        }
        Duration spent = Duration.between(begun, clock.instant());
        if (spent.plus(wait).compareTo(backoff.totalMax()) > 0) {
            throw e;
        }
        try {
            pause.pause(wait);
        } catch (SyncException stopped) {
            stopped.addSuppressed(e);
            throw stopped;
        }
    }

    private Duration wait(int failures) {
        synchronized (random) {
            return backoff.wait(failures, random);
        }
    }

    private static boolean isPassing(StoreOperation operation, SyncException e) {
        boolean unknownRange = operation == StoreOperation.WRITE && e.code() == ErrorCode.OUTCOME_UNKNOWN;
        return e.retryable() && PASSING.contains(e.code()) && !unknownRange;
    }

    @Override
    void write(StagedFile file, ByteBuffer bytes) throws SyncException {
        int position = bytes.position();
        step(StoreOperation.WRITE, () -> file.write(bytes.position(position)));
    }
}

package io.datasync.core.transfer;

import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects outcomes until it is time for a barrier, and hands them over behind it (D-7, I-8). For one thread. */
final class Batch {
    private final ArchiveStore store;
    private final BatchSink sink;
    private final TransferSettings settings;
    private final InstantSource clock;
    private List<UploadOutcome> outcomes = new ArrayList<>();
    private long bytes;
    private Instant begunAt = Instant.MIN;
    private Optional<SyncException> failure = Optional.empty();

    Batch(ArchiveStore store, BatchSink sink, TransferSettings settings, InstantSource clock) {
        this.store = store;
        this.sink = sink;
        this.settings = settings;
        this.clock = clock;
    }

    void add(UploadOutcome outcome) {
        if (outcomes.isEmpty()) {
            begunAt = clock.instant();
        }
        outcomes.add(outcome);
        bytes += outcome.entry().sizeBytes();
    }

    boolean isDue() {
        return !outcomes.isEmpty()
                && (outcomes.size() >= settings.batchFilesMax() || bytes >= settings.batchBytesMax() || !isYoung());
    }

    /** A clock that was put back must not keep a batch open for ever. */
    private boolean isYoung() {
        Duration age = Duration.between(begunAt, clock.instant());
        return !age.isNegative() && age.compareTo(settings.batchAgeMax()) < 0;
    }

    /**
     * Makes durable what was verified and hands all outcomes over. When that fails, nothing of the batch is durable, so what was verified is
     * handed over as failed; or not at all when the barrier was interrupted, since nothing failed then.
     *
     * <p>After a failure there is no further barrier. It could succeed without having written what was published before the failure and
     * came into a later batch ({@link ArchiveStore#barrier}).
     *
     * @return why a barrier failed, or empty
     * @throws SyncException only what the sink throws
     */
    Optional<SyncException> close() throws SyncException {
        if (outcomes.isEmpty()) {
            return Optional.empty();
        }
        List<UploadOutcome> closed = outcomes;
        outcomes = new ArrayList<>();
        bytes = 0;
        if (failure.isEmpty() && closed.stream().anyMatch(Verified.class::isInstance)) {
            failure = barrier();
        }
        failure.ifPresent(why -> refuse(closed, why));
        if (!closed.isEmpty()) {
            sink.durable(List.copyOf(closed));
        }
        return failure;
    }

    private Optional<SyncException> barrier() {
        try {
            store.barrier();
            return Optional.empty();
        } catch (SyncException e) {
            return Optional.of(e);
        }
    }

    private static void refuse(List<UploadOutcome> closed, SyncException why) {
        if (FailureScope.of(why.code()) == FailureScope.STOP) {
            closed.removeIf(Verified.class::isInstance);
        } else {
            closed.replaceAll(outcome -> outcome instanceof Verified ? new Failed(outcome.entry(), why) : outcome);
        }
    }
}

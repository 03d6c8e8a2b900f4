package io.datasync.core.transfer;

import io.datasync.core.failure.SyncException;
import java.util.List;

/**
 * Takes what became of entries: writes the journal, then reports (I-8).
 *
 * <p>Called only after the barrier of the batch (D-7), by the thread that called {@link Uploads#run}, so the order of barrier, journal and
 * report cannot be broken.
 */
@FunctionalInterface
public interface BatchSink {
    /**
     * Takes the outcomes of a batch, in the order in which they came about. Every {@link UploadOutcome.Verified} among them is durable.
     *
     * @throws SyncException ends the uploads; what was not yet handed over is proven again next time
     */
    void durable(List<UploadOutcome> batch) throws SyncException;
}

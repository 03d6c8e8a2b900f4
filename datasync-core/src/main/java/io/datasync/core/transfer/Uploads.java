package io.datasync.core.transfer;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.scan.SourceTree;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Archives many entries, several at once, and hands over what became of them in durable batches.
 *
 * <p>The order is fixed here: upload and proof, barrier, then the {@link BatchSink}, which writes the journal and reports (D-7, I-8). While
 * a barrier and the sink are at work, uploads go on; when they are too far ahead, they wait.
 *
 * <p>Uploading ends early when the share or the source fails as a whole, for then every further file would. One that fails alone holds up
 * nobody (RUN-8).
 */
public final class Uploads {
    /** Failures of the share over one file, of which many in a row mean that it is the share. */
    private static final Set<ErrorCode> AGAINST_SHARE =
            EnumSet.of(ErrorCode.SHARE_IO, ErrorCode.OUTCOME_UNKNOWN, ErrorCode.CONTENT_DIFFERS);

    private final ArchiveStore store;
    private final SourceTree source;
    private final StagingNames names;
    private final TransferSettings settings;
    private final InstantSource clock;

    /** Uploads from a source to an archive. */
    public Uploads(
            ArchiveStore store, SourceTree source, StagingNames names, TransferSettings settings, InstantSource clock) {
        this.store = store;
        this.source = source;
        this.names = names;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Archives what the feed gives. Returns when all is tried, or when going on is pointless; what is durable by then was handed over.
     *
     * <p>An interrupt ends it at once: what is not handed over yet is not, and the thread's mark is set. {@code stop} ends it in order:
     * files at hand are given up, finished ones are made durable and handed over.
     *
     * @param stop asked often, by several threads; once it says {@code true} it stays so
     * @throws SyncException what the feed or the sink throws, after uploading has stopped
     */
    public UploadsEnd run(EntryFeed feed, BatchSink sink, BooleanSupplier stop) throws SyncException {
        Course course = new Course(new Batch(store, sink, settings, clock), settings.failuresInRowMax());
        ArchiveFolders folders = new ArchiveFolders(store);
        if (settings.threads() == 1) {
            runHere(feed, course, folders, stop);
        } else {
            try (Workers workers = new Workers(
                    settings, feed, stop, gone -> new Uploader(store, source, names, settings, clock, folders, gone))) {
                runThere(workers, course);
            }
        }
        return course.end();
    }

    private void runHere(EntryFeed feed, Course course, ArchiveFolders folders, BooleanSupplier stop)
            throws SyncException {
        Uploader uploader = new Uploader(
                store, source, names, settings, clock, folders, () -> stop.getAsBoolean() || isInterrupted());
        while (!course.isOver()) {
            if (stop.getAsBoolean() || isInterrupted()) {
                course.stop();
                break;
            }
            Optional<SourceEntry> entry = next(feed, course);
            if (entry.isEmpty()) {
                break;
            }
            course.take(uploader.upload(entry.get()));
            course.closeIfDue();
        }
        if (!isInterrupted()) {
            course.close();
        }
    }

    /** What is finished is handed over before the feed's failure is passed on. */
    private static Optional<SourceEntry> next(EntryFeed feed, Course course) throws SyncException {
        try {
            return feed.next();
        } catch (SyncException e) {
            course.close();
            throw e;
        }
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    private static void runThere(Workers workers, Course course) throws SyncException {
        try {
            while (workers.isWorking()) {
                for (UploadOutcome outcome : workers.await()) {
                    course.take(outcome);
                    course.closeIfDue();
                }
                course.closeIfDue();
                if (course.isOver()) {
                    workers.takeNoMore();
                }
            }
            if (workers.wereStopped()) {
                course.stop();
            }
            Optional<SyncException> failure = workers.failure();
            course.close();
            if (failure.isPresent()) {
                throw failure.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            course.stop();
        }
    }

    /** How it goes so far: the open batch, and whether going on has a point. For one thread. */
    private static final class Course {
        private final Batch batch;
        private final int failuresInRowMax;
        private int failuresInRow;
        private @Nullable SyncException stoppedBy;

        Course(Batch batch, int failuresInRowMax) {
            this.batch = batch;
            this.failuresInRowMax = failuresInRowMax;
        }

        void take(UploadOutcome outcome) {
            if (!(outcome instanceof Failed failed)) {
                failuresInRow = outcome instanceof Verified ? 0 : failuresInRow;
                batch.add(outcome);
                return;
            }
            switch (failed.scope()) {
                case FILE -> {
                    batch.add(failed);
                    if (speaksAgainstShare(failed.why()) && ++failuresInRow >= failuresInRowMax) {
                        endBy(failed.why());
                    }
                }
                case SHARE, SOURCE -> {
                    batch.add(failed);
                    endBy(failed.why());
                }
                case STOP -> endBy(failed.why());
            }
        }

        /**
         * Whether the failure of a file, though it concerns that file alone, makes the share suspect. What fails at the source never does: a
         * thousand files that cannot be read must not keep the next one from the archive (RUN-8).
         */
        private static boolean speaksAgainstShare(SyncException why) {
            return AGAINST_SHARE.contains(why.code());
        }

        private void endBy(SyncException why) {
            if (stoppedBy == null) {
                stoppedBy = why;
            }
        }

        void stop() {
            endBy(SyncException.passing(ErrorCode.INTERRUPTED, "Uploading was asked to stop"));
        }

        boolean isOver() {
            return stoppedBy != null;
        }

        void closeIfDue() throws SyncException {
            if (batch.isDue()) {
                close();
            }
        }

        void close() throws SyncException {
            batch.close().ifPresent(this::endBy);
        }

        UploadsEnd end() {
            return new UploadsEnd(Optional.ofNullable(stoppedBy));
        }
    }
}

package io.datasync.core.transfer;

import io.datasync.core.failure.FailureScope;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.transfer.UploadOutcome.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Threads that upload: each takes the next entry from the feed, in the feed's order, and hands over what became of it.
 *
 * <p>Its methods are for one thread, that of the caller.
 */
final class Workers implements AutoCloseable {
    /** So many outcomes are handed over at a time, if they come fast. */
    private static final int LOT = 64;

    /** How often the caller wakes without an outcome, to see whether a batch is old enough. */
    private static final long WAKE_MILLIS = 100;

    /** A call that hangs in the file system cannot be ended from outside; its thread is left to itself after this. */
    private static final long JOIN_MILLIS = 10_000;

    private final EntryFeed feed;
    private final Object feedLock = new Object();
    private final BooleanSupplier stop;
    private final Handover<Message> messages;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    /** Only ever set: another thread may have done so for a reason of its own. */
    private volatile boolean ending;

    private volatile boolean stopped;
    private int working;

    /** An outcome, or empty for the end of a thread. */
    private record Message(Optional<UploadOutcome> outcome) {}

    /**
     * Starts them.
     *
     * @param uploaders makes an uploader for a thread, which is told when to give up the file at hand
     */
    Workers(
            TransferSettings settings,
            EntryFeed feed,
            BooleanSupplier stop,
            Function<BooleanSupplier, Uploader> uploaders) {
        this.feed = feed;
        this.stop = stop;
        messages = new Handover<>(
                2 * settings.batchFilesMax() + settings.threads(), Math.min(LOT, settings.batchFilesMax()));
        for (int i = 1; i <= settings.threads(); i++) {
            Uploader uploader = uploaders.apply(stop);
            Thread thread = new Thread(() -> work(uploader), "datasync-upload-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        working = threads.size();
        threads.forEach(Thread::start);
    }

    private void work(Uploader uploader) {
        try {
            for (Optional<SourceEntry> entry = next(); entry.isPresent(); entry = next()) {
                UploadOutcome outcome = uploader.upload(entry.get());
                boolean last = outcome instanceof Failed failed && failed.scope() != FailureScope.FILE;
                if (last) {
                    ending = true;
                }
                messages.put(new Message(Optional.of(outcome)), last);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SyncException | RuntimeException | Error e) {
            // Not handled here: passed on to the caller's thread.
            thrown.compareAndSet(null, e);
            ending = true;
        } finally {
            sayEnd();
        }
    }

    private Optional<SourceEntry> next() throws SyncException {
        synchronized (feedLock) {
            if (ending) {
                return Optional.empty();
            }
            if (stop.getAsBoolean()) {
                stopped = true;
                ending = true;
                return Optional.empty();
            }
            Optional<SourceEntry> entry = feed.next();
            if (entry.isEmpty()) {
                ending = true;
            }
            return entry;
        }
    }

    private void sayEnd() {
        try {
            messages.put(new Message(Optional.empty()), true);
        } catch (InterruptedException e) {
            // Only close() interrupts, and then nobody listens any more.
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a while for outcomes, and gives those that are there, in their order. */
    List<UploadOutcome> await() throws InterruptedException {
        List<UploadOutcome> outcomes = new ArrayList<>();
        for (Message message : messages.take(WAKE_MILLIS)) {
            if (message.outcome().isPresent()) {
                outcomes.add(message.outcome().get());
            } else {
                working--;
            }
        }
        return outcomes;
    }

    /** Whether more outcomes may come. */
    boolean isWorking() {
        return working > 0;
    }

    /** Lets each finish the entry at hand and take no other. */
    void takeNoMore() {
        ending = true;
    }

    /** Whether entries were left because of {@code stop}. */
    boolean wereStopped() {
        return stopped;
    }

    /** What the feed threw, if anything. A fault of a thread that is no failure in operation is thrown on. */
    Optional<SyncException> failure() {
        Throwable why = thrown.get();
        if (why instanceof RuntimeException e) {
            throw e;
        } else if (why instanceof Error e) {
            throw e;
        }
        return Optional.ofNullable((SyncException) why);
    }

    /** Ends those that are still at work. */
    @Override
    public void close() {
        ending = true;
        boolean interrupted = Thread.interrupted();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(JOIN_MILLIS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

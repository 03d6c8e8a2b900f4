package io.datasync.core.verify.archive;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Threads that check files, which are handed to them in parcels; a bounded number waits. With one thread everything happens in the
 * caller's. Its methods are for one thread.
 */
final class Checkers implements AutoCloseable {
    private static final int PARCEL_FILES = 64;
    private static final long PARCEL_BYTES = 8L << 20;
    private static final long WAKE_MILLIS = 100;

    /** A call that hangs in the file system cannot be ended from outside; its thread is left to itself after this. */
    private static final long JOIN_MILLIS = 10_000;

    private final FileCheck here;
    private final List<Thread> threads = new ArrayList<>();
    private final BlockingQueue<List<Expected>> parcels;
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private volatile boolean ended;
    private List<Expected> parcel = new ArrayList<>();
    private long parcelBytes;

    Checkers(int count, Supplier<FileCheck> checks) {
        here = checks.get();
        parcels = new ArrayBlockingQueue<>(2 * count);
        for (int i = 1; count > 1 && i <= count; i++) {
            FileCheck check = checks.get();
            Thread thread = new Thread(() -> work(check), "datasync-verify-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void work(FileCheck check) {
        try {
            while (thrown.get() == null) {
                List<Expected> files = parcels.poll(WAKE_MILLIS, TimeUnit.MILLISECONDS);
                if (files == null && ended) {
                    return;
                }
                for (Expected file : files == null ? List.<Expected>of() : files) {
                    check.check(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SyncException | RuntimeException | Error e) {
            // Not handled here: passed on to the caller's thread.
            thrown.compareAndSet(null, e);
        }
    }

    /**
     * Checks a file, now or soon.
     *
     * @throws SyncException what a check of this or an earlier file threw; {@code INTERRUPTED}
     */
    void check(Expected file) throws SyncException {
        if (threads.isEmpty()) {
            here.check(file);
            return;
        }
        parcel.add(file);
        parcelBytes += file.sizeBytes();
        if (parcel.size() >= PARCEL_FILES || parcelBytes >= PARCEL_BYTES) {
            send();
        }
    }

    private void send() throws SyncException {
        List<Expected> full = parcel;
        parcel = new ArrayList<>();
        parcelBytes = 0;
        try {
            do {
                passOn();
            } while (!parcels.offer(full, WAKE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static SyncException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new SyncException(ErrorCode.INTERRUPTED, true, "The thread was interrupted", e);
    }

    private void passOn() throws SyncException {
        Throwable why = thrown.get();
        if (why instanceof RuntimeException e) {
            throw e;
        } else if (why instanceof Error e) {
            throw e;
        } else if (why instanceof SyncException e) {
            throw e;
        }
    }

    /** Waits until everything is checked; throws as {@link #check}. */
    void finish() throws SyncException {
        if (!parcel.isEmpty()) {
            send();
        }
        ended = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        passOn();
    }

    /** Ends those that are still at work. */
    @Override
    public void close() {
        ended = true;
        boolean interrupted = Thread.interrupted();
        for (Thread thread : threads) {
            thread.interrupt();
        }
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

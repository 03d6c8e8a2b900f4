package io.datasync.testkit.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A measurement PC: goes on writing files into a folder for each day and deletes the oldest ones beyond its cap, archived
 * or not.
 *
 * <p>{@link #tick} does one thing: begins a file, adds a piece, or completes it and deletes what is too much. A test
 * calls it; {@link #start} lets a thread call it at a pace. Days and file times come from the clock, names, sizes and
 * contents from the seed. Files that are there at the start belong to it, the oldest first by time, then by path; a
 * folder that it empties is removed, unless it is today's.
 *
 * <p>Thread-safe. The first failure ends the thread and is thrown by {@link #close}.
 */
public final class Instrument implements AutoCloseable {
    private static final Duration STOP_BOUND = Duration.ofSeconds(20);

    private final Path root;
    private final InstrumentPlan plan;
    private final Clock clock;
    private final SplittableRandom random;
    private final InstrumentListener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stopping = lock.newCondition();
    // Guarded by lock.
    private final Deque<Path> files;
    private @Nullable FileBeingWritten current;
    private @Nullable Thread thread;
    private @Nullable IOException failure;
    private boolean stopped;
    private long made;
    private long deleted;

    /** An instrument that writes below the given folder, which is made when it is missing; nothing is written yet. */
    public Instrument(Path root, InstrumentPlan plan, Clock clock, long seed, InstrumentListener listener)
            throws IOException {
        this.root = Files.createDirectories(root);
        this.plan = plan;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.listener = listener;
        this.files = oldestFirst(root);
    }

    /** How many files it has completed. */
    public long made() {
        return locked(() -> made);
    }

    /** How many files it has deleted. */
    public long deleted() {
        return locked(() -> deleted);
    }

    /** How many complete files are there; never more than the cap after a {@link #tick} that completed one. */
    public long present() {
        return locked(files::size);
    }

    /** Does the next thing. */
    public void tick() throws IOException {
        lock.lock();
        try {
            FileBeingWritten writing = current;
            if (writing == null) {
                current = begin();
            } else if (writing.piecesLeft > 0) {
                writing.addPiece(clock);
            } else {
                complete(writing);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes one whole file, the one begun already if there is one. */
    public void produce() throws IOException {
        long before = made();
        while (made() == before) {
            tick();
        }
    }

    /** Lets a thread call {@link #tick} with this pause between two calls, until {@link #close}. */
    public void start(Duration pause) {
        lock.lock();
        try {
            if (thread != null || stopped) {
                throw new IllegalStateException("started already");
            }
            var ticking = new Thread(() -> tickUntilStopped(pause), "instrument");
            ticking.setDaemon(true);
            thread = ticking;
            ticking.start();
        } finally {
            lock.unlock();
        }
    }

    /** Why its thread ended by itself; empty while it works, and after an orderly end. */
    public Optional<IOException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops; a file begun stays as it is, half written. A second call does nothing.
     *
     * @throws UncheckedIOException when the thread had ended with a failure
     */
    @Override
    public void close() {
        Thread ticking;
        lock.lock();
        try {
            if (stopped) {
                return;
            }
            stopped = true;
            stopping.signalAll();
            ticking = thread;
        } finally {
            lock.unlock();
        }
        join(ticking);
        lock.lock();
        try {
            if (current != null) {
                current.out.close();
            }
            if (failure != null) {
                throw new UncheckedIOException("the instrument had stopped by itself", failure);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void tickUntilStopped(Duration pause) {
        lock.lock();
        try {
            while (!stopped) {
                tick();
                long left = pause.toNanos();
                while (left > 0 && !stopped) {
                    left = stopping.awaitNanos(left);
                }
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = new IOException("interrupted", e);
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private FileBeingWritten begin() throws IOException {
        Path folder = Files.createDirectories(root.resolve(LocalDate.now(clock).toString()));
        Path file = folder.resolve(String.format(Locale.ROOT, "part-%04d.csv", nextNumber(folder)));
        int bytes = random.nextInt(plan.bytesMin(), plan.bytesMax() + 1);
        int pieces = random.nextInt(1, plan.piecesMax() + 1);
        return new FileBeingWritten(file, Measurement.lines(random, bytes), pieces, clock);
    }

    private void complete(FileBeingWritten writing) throws IOException {
        writing.out.close();
        current = null;
        made++;
        files.addLast(writing.file);
        listener.made(root.relativize(writing.file), writing.content.length, writing.sha256());
        while (files.size() > plan.filesMax()) {
            delete(files.removeFirst(), writing.file);
        }
    }

    private void delete(Path file, Path newest) throws IOException {
        Files.deleteIfExists(file);
        deleted++;
        listener.deleted(root.relativize(file));
        Path folder = file.getParent();
        if (folder != null && !folder.equals(root) && !folder.equals(newest.getParent()) && isEmpty(folder)) {
            Files.delete(folder);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static int nextNumber(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                            .filter(name -> name.matches("part-\\d{4,9}\\.csv"))
                            .mapToInt(name -> Integer.parseInt(name.substring(5, name.length() - 4)))
                            .max()
                            .orElse(0)
                    + 1;
        }
    }

    private static Deque<Path> oldestFirst(Path root) throws IOException {
        record Aged(Path file, FileTime time) {}
        List<Path> present;
        try (Stream<Path> entries = Files.walk(root)) {
            present = entries.filter(Files::isRegularFile).toList();
        }
        var aged = new ArrayList<Aged>(present.size());
        for (Path file : present) {
            aged.add(new Aged(file, Files.getLastModifiedTime(file)));
        }
        aged.sort(Comparator.comparing(Aged::time).thenComparing(Aged::file));
        var order = new ArrayDeque<Path>(aged.size());
        aged.forEach(each -> order.addLast(each.file()));
        return order;
    }

    private static void join(@Nullable Thread ticking) {
        try {
            if (ticking != null) {
                ticking.join(STOP_BOUND.toMillis());
                if (ticking.isAlive()) {
                    throw new IllegalStateException("the instrument did not stop within " + STOP_BOUND);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private long locked(LongSupplier count) {
        lock.lock();
        try {
            return count.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** A file of which the first pieces are on the disk. */
    private static final class FileBeingWritten {
        private final Path file;
        private final byte[] content;
        private final OutputStream out;
        private int written;
        private int piecesLeft;

        FileBeingWritten(Path file, byte[] content, int pieces, Clock clock) throws IOException {
            this.file = file;
            this.content = content;
            this.piecesLeft = pieces;
            this.out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
            addPiece(clock);
        }

        void addPiece(Clock clock) throws IOException {
            int length = (content.length - written) / piecesLeft;
            out.write(content, written, length);
            out.flush();
            written += length;
            piecesLeft--;
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        }

        String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JVM has SHA-256", e);
            }
        }
    }
}

package io.datasync.core.scratch;

import io.datasync.core.failure.SyncException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more values than fit in memory: it holds {@value #RUN} of them, and sorts the others in runs on the local disk.
 *
 * <p>First all values are added, then they are taken. Up to {@value #RUN} values need no disk. Equal values come in any order. For one thread.
 */
public final class ScratchSort<T> implements AutoCloseable {
    /** So many values are in memory at once. */
    static final int RUN = 5_000;

    private static final int BUFFER_BYTES = 1 << 13;

    private final Path folder;
    private final Comparator<? super T> order;
    private final ScratchForm<T> form;
    private final List<T> run = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final PriorityQueue<Source> heads;
    private @Nullable ScratchFile file;
    private boolean taking;

    /**
     * An empty sort.
     *
     * @param folder for the runs
     */
    public ScratchSort(Path folder, Comparator<? super T> order, ScratchForm<T> form) {
        this.folder = folder;
        this.order = order;
        this.form = form;
        heads = new PriorityQueue<>((a, b) -> order.compare(a.head(), b.head()));
    }

    /**
     * Adds a value.
     *
     * @throws SyncException {@code SCRATCH_IO}, {@code INTERRUPTED}: then nothing more can be done with it
     * @throws IllegalStateException once values were taken
     */
    public void add(T value) throws SyncException {
        if (taking) {
            throw new IllegalStateException("Values were taken already; too late for " + value);
        }
        if (run.size() == RUN) {
            spill();
        }
        run.add(value);
    }

    private void spill() throws SyncException {
        run.sort(order);
        try {
            if (file == null) {
                file = ScratchFile.in(folder);
            }
            long from = file.sizeBytes();
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(file.append(), BUFFER_BYTES));
            for (T value : run) {
                form.write(out, value);
            }
            out.flush();
            sources.add(new Source(file, from, run.size()));
        } catch (IOException e) {
            throw ScratchFile.failure(e);
        }
        run.clear();
    }

    /**
     * The next value in order; null after the last.
     *
     * @throws SyncException {@code SCRATCH_IO}, {@code INTERRUPTED}: then nothing more can be done with it
     */
    public @Nullable T next() throws SyncException {
        try {
            if (!taking) {
                taking = true;
                run.sort(order);
                sources.add(new Source(run));
                for (Source source : sources) {
                    put(source);
                }
            }
            Source first = heads.poll();
            if (first == null) {
                return null;
            }
            T value = first.head();
            put(first);
            return value;
        } catch (IOException e) {
            throw ScratchFile.failure(e);
        }
    }

    private void put(Source source) throws IOException, SyncException {
        if (source.advance()) {
            heads.add(source);
        }
    }

    /** Frees the disk. Repeating it changes nothing. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }

    /** A sorted run, in memory or on disk, and its first value that was not taken. */
    private final class Source {
        private final List<T> values;
        private final @Nullable DataInputStream in;
        private final int count;
        private int at;
        private @Nullable T head;

        Source(List<T> values) {
            this.values = values;
            in = null;
            count = values.size();
        }

        Source(ScratchFile file, long from, int count) {
            values = List.of();
            in = new DataInputStream(new BufferedInputStream(file.read(from, file.sizeBytes()), BUFFER_BYTES));
            this.count = count;
        }

        boolean advance() throws IOException, SyncException {
            if (at == count) {
                return false;
            }
            head = in == null ? values.get(at) : form.read(in);
            at++;
            return true;
        }

        T head() {
            T value = head;
            if (value == null) {
                throw new IllegalStateException("There is no value");
            }
            return value;
        }
    }
}

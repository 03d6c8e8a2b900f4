package io.datasync.drills.bench.subject;

import io.datasync.core.diff.DiffVisitor;
import io.datasync.core.diff.EntryDiff;
import io.datasync.core.diff.EntryStream;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares two manifests of a folder, of which every hundredth entry differs. Both come as streams, made while they are read. Arguments: how many
 * entries, how often. Prints what each time took, in nanoseconds.
 */
public final class DiffManifests {
    private static final int DIGITS = 7;
    private static final int CHANGED_EVERY = 100;
    private static final long TICKS = 17_600_000_000_000_000L;

    private DiffManifests() {}

    /** Compares. */
    public static void main(String[] args) throws SyncException {
        int entries = Integer.parseInt(args[0]);
        int times = Integer.parseInt(args[1]);
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            Counted counted = new Counted();
            EntryDiff.merge(new Manifest(entries, 0), new Manifest(entries, 1), Function.identity(), counted);
            long took = System.nanoTime() - begin;
            if (counted.unchanged + counted.changed != entries || counted.changed != entries / CHANGED_EVERY) {
                throw new IllegalStateException("Found " + counted.changed + " changed of " + entries);
            }
            System.out.println(took);
        }
    }

    private static final class Manifest implements EntryStream<SourceEntry> {
        private final int entries;
        private final int change;
        private final byte[] name = "2025-12-31/part-0000000.csv".getBytes(StandardCharsets.US_ASCII);
        private int next;

        Manifest(int entries, int change) {
            this.entries = entries;
            this.change = change;
        }

        @Override
        public @Nullable SourceEntry next() throws SyncException {
            if (next == entries) {
                return null;
            }
            int last = name.length - ".csv".length() - 1;
            int rest = next;
            for (int i = 0; i < DIGITS; i++) {
                name[last - i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            long ticks = TICKS + next + (next % CHANGED_EVERY == 0 ? change : 0);
            next++;
            return SourceEntry.file(RelativePath.of(name), 1_000, ticks);
        }
    }

    private static final class Counted implements DiffVisitor<SourceEntry> {
        private int changed;
        private int unchanged;

        @Override
        public void added(SourceEntry now) {
            throw new IllegalStateException("Added: " + now);
        }

        @Override
        public void changed(SourceEntry now, SourceEntry before) {
            changed++;
        }

        @Override
        public void unchanged(SourceEntry now, SourceEntry before) {
            unchanged++;
        }

        @Override
        public void vanished(SourceEntry before) {
            throw new IllegalStateException("Vanished: " + before);
        }
    }
}
